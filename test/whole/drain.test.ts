/*
 * A worker that is told to stop (SIGTERM), as by a new release: what it runs may finish within its grace of 8 s,
 * and nothing that it has made outlives it. The stack starts another worker at once, which takes what is queued.
 */
import test from 'ava'
import { eventually } from '../support/eventually.ts'
import { startSandboxStack } from '../support/sandbox-stack.ts'

test('a worker that is told to stop finishes its runs, and its waiting containers go at once', async (t) => {
  const { errand, counted, traces } = await startSandboxStack(t, {
    environment: { ERRAND_SANDBOX_RUNS: '2', ERRAND_SANDBOX_WAITING: '2' },
  })
  const ownedBy = async (pid: number) =>
    (await traces.containers()).filter(({ Labels }) => Labels['errand.sandbox']?.includes(`.${pid}.`))
  const [worker = 0] = errand.workerPids()
  await eventually('containers to wait', async () => (await ownedBy(worker)).length >= 3)
  const begun = await Promise.all([counted.begin('long'), counted.begin('long'), counted.begin('long')])
  await eventually('two to run', async () => begun.filter((run) => counted.callsOf(run) > 0).length === 2)
  process.kill(worker, 'SIGTERM')
  await eventually('only those that run to be left', async () => (await ownedBy(worker)).length <= 2)
  t.true(errand.workerPids().includes(worker), 'The runs have ended before the waiting containers.')
  const ended = await Promise.all(begun.map((run) => counted.ended(run)))
  for (const run of ended) t.like(run, { status: 'succeeded', output: 'done\n' })
  t.deepEqual(await counted.untruths(), [])
  await eventually('the worker to be gone', async () => !errand.workerPids().includes(worker))
  t.deepEqual(await ownedBy(worker), [])
  t.is(await errand.stop(), 0)
  t.deepEqual(await traces.containers(), [])
})

test('a run that takes longer than a stopping worker waits is interrupted, not cancelled', async (t) => {
  const { errand, counted, traces } = await startSandboxStack(t)
  const run = await counted.begin('endless')
  await counted.called(run)
  for (const pid of errand.workerPids()) process.kill(pid, 'SIGTERM')
  t.like(await counted.ended(run), { status: 'interrupted', error: { code: 'interrupted' } })
  t.deepEqual(await counted.untruths(), [])
  t.is(await errand.stop(), 0)
  t.deepEqual(await traces.containers(), [])
})
