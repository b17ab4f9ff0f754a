/*
 * 200 Python runs, 20 at a time, through the real stack, while the worker is killed twice and the container engine
 * is restarted, once in order and once by SIGKILL. Each run ends once, and truly; nothing is left. The engine is
 * the test's own, never the machine's: it needs root.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import Docker from 'dockerode'
import { eventually } from '../support/eventually.ts'
import { startOwnEngine } from '../support/own-engine.ts'
import { killWorker, runAll, startSandboxStack } from '../support/sandbox-stack.ts'
import { footprint } from '../support/sandbox-traces.ts'

const RUNS = 200
const AT_ONCE = 20
/** It comes each minute, to what is older than a minute. */
const SWEEP_MS = 150_000

test('200 runs say truly what they did, though worker and engine die again and again', async (t) => {
  t.timeout(30 * 60_000)
  const engine = await startOwnEngine(t)
  const image = process.env.ERRAND_INTERNAL_TEST_IMAGE ?? ''
  await engine.load(new Docker(), image)
  const { errand, counted, traces } = await startSandboxStack(t, { engine })
  const idle = () => settledFootprint(errand.workerPids()[0] ?? 0)

  // A worker's footprint once everything has been used is what it is compared with at the end.
  await runAll(counted, AT_ONCE, AT_ONCE)
  const before = await idle()
  t.true(engine.remains().begun.length > 0, 'Waiting containers are not seen.')

  const story = [
    at(30, 'the worker is killed', async () => killWorker(errand)),
    at(65, 'the engine is restarted', async () => {
      await engine.stop()
      await sleep(3_000)
      await engine.start()
    }),
    at(115, 'the worker is killed again', async () => killWorker(errand)),
    at(149, 'the engine is killed', async () => {
      await engine.kill()
      await sleep(3_000)
      await engine.start()
    }),
  ]
  const startedAt = performance.now()
  const log = (what: string) => t.log(`${Math.round((performance.now() - startedAt) / 1000)} s: ${what}`)
  const onceCalled = Object.fromEntries(
    story.map(({ run, what, happen }) => [
      run,
      async () => {
        log(what)
        await happen()
        log(`${what}: done`)
      },
    ]),
  )
  await runAll(counted, RUNS - AT_ONCE, AT_ONCE, onceCalled)
  log('every run has ended')
  t.deepEqual(await counted.untruths(), [])
  const tally = await counted.tally()
  t.log(tally)
  t.is(
    Object.values(tally).reduce((sum, count) => sum + count, 0),
    RUNS,
  )
  t.true((tally.succeeded ?? 0) > RUNS / 3)

  const after = await idle()
  t.log({ before, after })
  t.true(after.descriptors <= before.descriptors + 10)
  t.true(after.memoryMb <= before.memoryMb * 1.5)

  // What an engine that is killed was about to remove, it finds dead: each minute's sweep takes that away.
  await eventually(
    'the sweep',
    async () => {
      const found = await engine.docker.listContainers({ all: true })
      return found.every(({ State: state }) => state === 'running')
    },
    SWEEP_MS,
  )
  t.is(await errand.stop(), 0)
  t.deepEqual(await traces.containers(), [])
  t.deepEqual(await engine.docker.listContainers({ all: true }), [])
  t.deepEqual((await engine.docker.listVolumes()).Volumes ?? [], [])
  t.deepEqual(traces.files([errand.dataFolder]), [])
  await engine.stop()
  const { begun, processes, mounts } = engine.remains()
  t.deepEqual(begun, [])
  t.deepEqual(mounts, [])
  // An engine that is killed while it starts a container may lose it, with the process that watches over it; no
  // client can ask for its end then.
  t.true(processes.length <= AT_ONCE / 5, `${processes.length}`)
})

/** Something that happens once run number `run` has called: one that sleeps after it, and is cut off for certain. */
const at = (run: number, what: string, happen: () => Promise<void>) => ({
  run: run - (run % 7) + 1,
  what,
  happen,
})

const QUIET_S = 10
const PATIENCE_S = 120

/** Once the pool is full again and nothing comes or goes any more. */
async function settledFootprint(pid: number): Promise<ReturnType<typeof footprint>> {
  let last = footprint(pid)
  for (let second = 0, quiet = 0; quiet < QUIET_S && second < PATIENCE_S; second++) {
    await sleep(1_000)
    const now = footprint(pid)
    quiet = now.descriptors === last.descriptors ? quiet + 1 : 0
    last = now
  }
  return last
}
