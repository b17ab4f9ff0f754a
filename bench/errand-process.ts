import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readState, type StackState } from '../stack/data/state-file.ts'
import { beginErrand, type StartingErrand } from '../test/support/errand.ts'
import type { CleanUp, Progress } from './subject.ts'

/** Runs are counted here, not limited. */
const NO_LIMIT = '1000000'
export const ADMIN_KEY = 'bench-admin-key-0123456789abcdef'

/**
 * The real `npm start` with a data folder of its own, for as long as the benchmark runs. A first start on a
 * machine builds what it lacks, which takes minutes: what it reports is passed on.
 */
export async function startErrandProcess(
  egressAllow: string,
  { progress, cleanUp, encryptHistory }: { progress: Progress; cleanUp: CleanUp; encryptHistory: boolean },
): Promise<StackState> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'errand-bench-'))
  cleanUp(() => rmSync(dataFolder, { recursive: true, force: true }))
  const starting = beginErrand({
    dataFolder,
    environment: {
      ERRAND_EGRESS_ALLOW: egressAllow,
      ERRAND_ADMIN_KEY: ADMIN_KEY,
      ERRAND_RATE_LIMIT: NO_LIMIT,
      ERRAND_LOG_LEVEL: 'warn',
      ERRAND_ENCRYPT_HISTORY: String(encryptHistory),
    },
  })
  const { child } = starting
  cleanUp(async () => {
    // Not a signal: Ctrl-C has sent it one already, and a second one would cut its stopping short.
    child.stdin?.end()
    await starting.exited
  })
  child.stdout?.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n')) {
      const [, said] = /^ *[\d.]+ s {2}(.+)/.exec(line) ?? []
      if (said) progress(`  ${said}`)
    }
  })
  return await untilReady(starting)
}

async function untilReady({ child, dataFolder, output }: StartingErrand): Promise<StackState> {
  for (;;) {
    const state = readState(dataFolder)
    if (state?.ready && output().includes('Errand is ready.')) return state
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`Errand did not start:\n${output()}`)
    await sleep(50)
  }
}
