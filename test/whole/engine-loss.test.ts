/*
 * Worker and container engine die while Python runs. Each run ends once, and what it says of its side effect is
 * true. The engine is the machine's own, lost to this worker alone: between them is a socket of the test's own.
 * What takes a whole engine down is in test/soak/.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import Docker from 'dockerode'
import { killWorker, runAll, startSandboxStack } from '../support/sandbox-stack.ts'

test('runs say truly what they did, though worker and engine are lost in the middle', async (t) => {
  const { proxy, traces, errand, counted } = await startSandboxStack(t)
  const docker = new Docker()
  // Those whose call is waited for sleep after it: they are cut off for certain.
  await runAll(counted, 24, 8, {
    8: async () => killWorker(errand),
    15: async () => {
      await proxy.cut()
      for (const { Id: id } of await traces.containers())
        await docker
          .getContainer(id)
          .kill()
          .catch(() => {})
      await sleep(3_000)
      await proxy.open()
    },
  })
  t.deepEqual(await counted.untruths(), [])
  const tally = await counted.tally()
  t.log(tally)
  t.true((tally.interrupted ?? 0) >= 2)
  t.is((await counted.ended(await counted.begin('fast'))).status, 'succeeded')
  t.is(await errand.stop(), 0)
  t.deepEqual(await traces.containers(), [])
  t.deepEqual(traces.files([errand.dataFolder]), [])
})
