/*
 * The API is killed while it imports, at whatever moment: each import is there as a whole or not at all, and one that
 * was answered is there.
 */
import anyTest, { type TestFn } from 'ava'
import { eventually } from '../support/eventually.ts'
import { minimal } from '../support/minimal-action.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }))

const ACTIONS = 20
const GURUS = 5
const ROUNDS = 5

const file = Array.from({ length: ACTIONS }, (_, index) =>
  minimal(`action ${index}`, { parameters: [{ name: 'id' }], secrets: ['TOKEN'] }),
)

test('imports are all or nothing when the API is killed', async (t) => {
  const { api, errand, newGuru } = t.context
  const importInto = async (guru: string): Promise<number> =>
    api.request('POST', `/${guru}/actions/import`, file).then(
      ({ status }) => status,
      () => 0,
    )
  const measured = await newGuru({ action_limit: ACTIONS })
  const started = Date.now()
  t.is(await importInto(measured), 201)
  const takes = (Date.now() - started) * GURUS
  const counts = { whole: 0, nothing: 0, answered: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const gurus = []
    for (let index = 0; index < GURUS; index++) gurus.push(await newGuru({ action_limit: ACTIONS }))
    const imports = Promise.all(gurus.map(importInto))
    await new Promise((resolve) => setTimeout(resolve, (takes * (round + 0.5)) / ROUNDS))
    const killed = errand.apiPid()
    process.kill(killed ?? 0, 'SIGKILL')
    const statuses = await imports
    await eventually('another API', async () => {
      if (errand.apiPid() === killed) return false
      return api.get('/gurus').then(
        () => true,
        () => false,
      )
    })
    for (const [index, guru] of gurus.entries()) {
      const { used } = await api.get<{ used: number }>(`/${guru}/actions`)
      t.true(used === 0 || used === ACTIONS, `${used} of ${ACTIONS}`)
      if (statuses[index] === 201) t.is(used, ACTIONS)
      counts[statuses[index] === 201 ? 'answered' : used === 0 ? 'nothing' : 'whole'] += 1
    }
  }
  t.log(counts)
  t.true(counts.nothing + counts.whole > 0, 'no import was interrupted')
})
