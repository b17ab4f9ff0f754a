import { renameSync, writeFileSync } from 'node:fs'

/** Replaces a private file (0600) at once: a reader, or the next start after a crash, never sees half of it. */
export function writeWhole(path: string, content: string): void {
  const half = `${path}.${process.pid}.tmp`
  writeFileSync(half, content, { mode: 0o600 })
  renameSync(half, path)
}
