import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A download that received nothing for this long has failed: a dead network must not hold up the start. */
const IDLE_LIMIT_MS = 15_000
const LOOK_EVERY_MS = 500
const PROGRESS_EVERY_MS = 10_000

const DOWNLOADERS = fileURLToPath(new URL('downloaders/', import.meta.url))

/**
 * Runs one of `downloaders/` as a process of its own, which can be ended when it hangs: it gets a folder and
 * a version, and writes its program's path as the last line of its output.
 */
export async function download(
  downloader: 'temporal' | 'mongod',
  { into, version }: { into: string; version: string },
  { signal, progress }: { signal: AbortSignal; progress: (line: string) => void },
): Promise<string> {
  const args = [join(DOWNLOADERS, `${downloader}.ts`), into, version]
  const child = spawn(process.execPath, args, { signal, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString()
  })
  const watch = watchGrowth(into, progress, () => child.kill('SIGKILL'))
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    if (watch.gaveUp()) throw new Error(`nothing arrived for ${IDLE_LIMIT_MS / 1000} s`)
    if (code !== 0) throw new Error(output.stderr.trim() || `the download ended with exit code ${code}`)
    return output.stdout.trim().split('\n').at(-1) ?? ''
  } finally {
    watch.stop()
  }
}

function watchGrowth(folder: string, progress: (line: string) => void, giveUp: () => void) {
  let bytes = 0
  let grewAt = Date.now()
  let saidAt = Date.now()
  let over = false
  const timer = setInterval(() => {
    const now = bytesIn(folder)
    if (now !== bytes) grewAt = Date.now()
    bytes = now
    if (bytes > 0 && Date.now() - saidAt > PROGRESS_EVERY_MS) {
      saidAt = Date.now()
      progress(`downloading, ${Math.round(bytes / 1e6)} MB so far`)
    }
    if (Date.now() - grewAt > IDLE_LIMIT_MS) {
      over = true
      giveUp()
    }
  }, LOOK_EVERY_MS)
  return { gaveUp: () => over, stop: () => clearInterval(timer) }
}

function bytesIn(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.reduce((sum, name) => {
    const file = statSync(join(folder, name), { throwIfNoEntry: false })
    return sum + (file?.isFile() ? file.size : 0)
  }, 0)
}
