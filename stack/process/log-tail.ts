import { closeSync, openSync, readSync, statSync } from 'node:fs'

const BYTES_READ = 64 * 1024
/** What surrounds the message of a Node process that ended by an exception. */
const STACK_FRAME = /^\s+at |^Node\.js v|^\s*[{}^]+$|^node:internal|^\s+triggerUncaught/

/** @returns the last lines of a log, pino's JSON made readable; none where there is no log */
export function lastLines(path: string, count: number): string[] {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return []
  const buffer = Buffer.alloc(Math.min(size, BYTES_READ))
  const file = openSync(path, 'r')
  try {
    readSync(file, buffer, 0, buffer.length, size - buffer.length)
  } finally {
    closeSync(file)
  }
  const lines = buffer.toString('utf8').split('\n')
  return lines
    .filter((line) => line.trim() && !STACK_FRAME.test(line))
    .slice(-count)
    .map(readable)
}

function readable(line: string): string {
  try {
    const entry = JSON.parse(line) as { msg?: string; err?: { message?: string } }
    const said = [entry.msg, entry.err?.message].filter(Boolean)
    return (said.length > 0 ? [...new Set(said)].join(': ') : line).slice(0, 300)
  } catch {
    return line.slice(0, 300)
  }
}
