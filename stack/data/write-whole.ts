import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Replaces a private file (0600) at once: a reader, or the next start after a crash, never sees half of it. */
export function writeWhole(path: string, content: string): void {
  const half = `${path}.${process.pid}.tmp`
  writeFileSync(half, content, { mode: 0o600, flush: true })
  renameSync(half, path)
  // A key that is in use must be there after a power cut as well.
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
