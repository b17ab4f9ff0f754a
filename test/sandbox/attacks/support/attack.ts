import test, { type ExecutionContext } from 'ava'
import type { RunErrorCode } from '../../../../domain/run-errors.ts'
import { containersOf, type Ran, startSandbox, type TestSandbox } from '../../support/sandbox.ts'
import { HELPERS } from './helpers.ts'

type Ending = RunErrorCode | null

/** What one attack does, and what it must come to see. */
export interface Attack {
  /** Python. It has the functions of helpers.ts. */
  code: string
  /** Exactly what it prints, or a pattern of it. Left out: it doesn't matter. */
  sees?: string | RegExp
  /** How the run ends; null for by itself, which is the default. Several where each of them is right. */
  ends?: Ending | Ending[]
  /** The time limit; 60 where left out. */
  seconds?: number
  environment?: Record<string, string>
  /** Anything else about the run. */
  also?: (t: ExecutionContext, ran: Ran) => unknown
}

/**
 * Declares a test for each attack of a file, one after the other, each in a container of its own. After each one a
 * run must find a sandbox that works, and after the last one the engine must have no container of theirs.
 * @param guardRails without them, which is the default here, nothing but the container holds the code
 */
export function attackSandbox({ guardRails = false } = {}): (title: string, attack: Attack) => void {
  let started: Promise<TestSandbox> | null = null
  const ends: (() => unknown)[] = []
  test.after.always('no container is left', async (t) => {
    t.timeout(60_000)
    const attacked = await started
    for (const end of ends) await end()
    if (attacked) t.deepEqual(await containersOf(attacked.owner), [])
  })
  return (title, { code, sees, ends: expected = null, seconds = 60, environment = {}, also }) =>
    test.serial(title, async (t) => {
      t.timeout(600_000)
      // The sandbox outlives this test.
      const lasting = { timeout() {}, teardown: (end: () => unknown) => ends.push(end), title: 'attacks' }
      started ??= startSandbox(lasting as unknown as ExecutionContext, { guardRails })
      const { python } = await started
      const ran = await python(`${HELPERS}\n${code}`, { timeoutSeconds: seconds, environment })
      t.true([expected].flat().includes(ran.error?.code ?? null), JSON.stringify(ran).slice(0, 2_000))
      if (typeof sees === 'string') t.is(ran.stdout, sees, ran.stderr)
      else if (sees) t.regex(ran.stdout, sees, ran.stderr)
      await also?.(t, ran)
      t.like(await python("print('fine')", { timeoutSeconds: 60 }), {
        stdout: 'fine\n',
        stderr: '',
        error: null,
      })
    })
}
