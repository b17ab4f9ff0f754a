/*
 * More Python than there are sandboxes, and no container engine at all: runs wait, say so, and end with what helps.
 */
import test from 'ava'
import type { Run } from '../../domain/run.ts'
import { eventually } from '../support/eventually.ts'
import { startSandboxStack } from '../support/sandbox-stack.ts'

test('runs beyond what fits wait for their turn, say so, and waiting takes none of their time', async (t) => {
  const { api, errand, counted, traces } = await startSandboxStack(t, {
    environment: { ERRAND_SANDBOX_RUNS: '1', ERRAND_SANDBOX_WAITING: '1' },
  })
  const { id } = await api.post<{ id: string }>('/counted/actions', {
    name: 'Four seconds',
    trigger: 'When asked',
    type: 'python',
    python: { code: 'import time\ntime.sleep(4)\nprint("done")' },
    timeout_seconds: 8,
  })
  const path = `/counted/actions/${id}/trigger`
  const begun = await Promise.all([1, 2, 3].map(() => api.post<Run>(path)))
  const read = () => Promise.all(begun.map((run) => api.get<Run>(`/counted/runs/${run.id}`)))
  const said = await eventually('two of them to wait', async () => {
    const runs = await read()
    const progress = runs.map((run) => run.progress)
    return progress.includes('running the code') && runs.every(({ finished_at }) => !finished_at) && progress
  })
  t.deepEqual(said.sort(), ['running the code', 'waiting for a free sandbox', 'waiting for a free sandbox'])
  const ended = await eventually('all to end', async () => {
    const runs = await read()
    return runs.every(({ finished_at }) => finished_at) && runs
  })
  for (const run of ended) t.like(run, { status: 'succeeded', output: 'done\n', progress: null })
  // One after the other: the last has waited longer than it may run.
  t.true(Math.max(...ended.map((run) => run.duration_ms ?? 0)) > 11_000)
  t.deepEqual(await counted.untruths(), [])
  t.is(await errand.stop(), 0)
  t.deepEqual(await traces.containers(), [])
})

test('without an engine a run says what is missing; with one that comes, the same worker runs the next', async (t) => {
  const { errand, proxy, counted, traces } = await startSandboxStack(t, {
    withEngine: false,
    environment: { ERRAND_INTERNAL_ENGINE_RETRY_MS: '500' },
  })
  const workers = errand.workerPids()
  const refused = await counted.ended(await counted.begin('fast'))
  t.like(refused, { status: 'failed', error: { code: 'engine_unavailable' } })
  t.regex(refused.error?.message ?? '', /container engine.*Ask an operator/)
  await proxy.open()
  const served = await eventually('a run that is served', async () => {
    const run = await counted.ended(await counted.begin('fast'))
    return run.status === 'succeeded' && run
  })
  t.is(served.output, 'done\n')
  t.deepEqual(errand.workerPids(), workers)
  t.deepEqual(await counted.untruths(), [])
  t.is(await errand.stop(), 0)
  t.deepEqual(await traces.containers(), [])
})
