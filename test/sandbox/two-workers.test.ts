/*
 * Two worker processes on one engine: each knows its own containers, and clears away those of the dead only.
 */
import { once } from 'node:events'
import test from 'ava'
import { eventually } from '../support/eventually.ts'
import { containersOf, docker, testImage } from './support/sandbox.ts'
import { startWorkerProcess } from './support/worker-process.ts'

test('the containers of a killed worker are swept by the next that starts, those of a living one live on', async (t) => {
  t.timeout(120_000)
  const image = await testImage()
  const [living, dying] = await Promise.all([startWorkerProcess(t, image), startWorkerProcess(t, image)])
  const before = (await containersOf(living.owner)).map(({ Id }) => Id).sort()
  // Most containers end by themselves when their worker does. Not one that is stopped in its tracks.
  const [stuck] = await containersOf(dying.owner)
  const frozen = docker.getContainer(stuck?.Id ?? '')
  await frozen.pause()
  t.teardown(() => frozen.remove({ force: true }).catch(() => {}))
  dying.child.kill('SIGKILL')
  await once(dying.child, 'close')
  await eventually('the others to end', async () => (await containersOf(dying.owner)).length <= 1)

  await startWorkerProcess(t, image)
  await eventually('the sweep', async () => (await containersOf(dying.owner)).length === 0)
  t.deepEqual((await containersOf(living.owner)).map(({ Id }) => Id).sort(), before)
  t.is(await living.print('still here'), 'still here\n')
})
