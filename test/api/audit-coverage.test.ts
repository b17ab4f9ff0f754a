/*
 * Every operation that changes something leaves exactly one event in the audit log, of what it was, by whom and from
 * where, and nothing of a secret in it. One that leaves none says why.
 */
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import { contract } from '../../api/contract/index.ts'
import type { Operation } from '../../api/contract/operation.ts'
import type { AuditEventDocument } from '../../storage/models.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'
import { CASES } from './coverage/cases/index.ts'
import { type Cases, declaredStatuses, isSuccess, keyFor } from './coverage/cells.ts'
import { actionOf, makeScene, paramsOf, type Scene } from './coverage/scene.ts'
import { send } from './coverage/sending.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { status: 'shipped' }))

type Event = Pick<AuditEventDocument, '_id' | 'action' | 'actor' | 'from'> & { id: string }

const operations: Operation[] = Object.values(contract)
const changing = operations.filter(({ method }) => method !== 'get')
const expected = ({ audit }: Operation): readonly string[] =>
  Array.isArray(audit) ? (audit as readonly string[]) : []

test('every operation that may change something says what it leaves, or why nothing', (t) => {
  const silent = changing.filter(({ audit }) => audit === undefined).map(({ id }) => id)
  t.deepEqual(silent, [])
  const reading = operations.filter(({ method, audit }) => method === 'get' && audit !== undefined)
  t.deepEqual(reading, [])
})

/** Of operations that don't change something whenever they succeed. */
const CHANGING: Record<string, Cases> = {
  restoreActionVersion: { 200: () => ({}) },
  importActions: { 201: ({ word, url }) => ({ body: { ...actionOf(word, url), name: `Imported ${word}` } }) },
}

/** The newest events: of the guru, of what concerns none, and of one that is gone. */
async function newest({ admin, slug }: Scene): Promise<Map<string, Event>> {
  const pages = await Promise.all(
    ['', `&guru=${slug}`].map((query) => admin.get<{ events: Event[] }>(`/audit?limit=20${query}`)),
  )
  return new Map(pages.flatMap(({ events }) => events).map((event) => [event.id, event]))
}

async function eventsOf(
  t: ExecutionContext<StackContext>,
  operation: Operation,
  scene: Scene,
): Promise<Event[]> {
  const cases = CHANGING[operation.id] ?? CASES[operation.id] ?? {}
  const success = cases[declaredStatuses(operation).find((status) => isSuccess(status) && cases[status]) ?? 0]
  if (!success) throw new Error(`${operation.id} has no case of success in test/api/coverage/cases/.`)
  const sending = await success(scene)
  const params = { ...paramsOf(operation, scene), ...sending.params }
  const key = sending.key === undefined ? keyFor(operation, scene) : sending.key
  const before = await newest(scene)
  const { status, text } = await send(scene.url, operation, { ...sending, params, key })
  t.true(isSuccess(status), `${operation.id} answered ${status}: ${text}`)
  return [...(await newest(scene)).values()].filter(({ id }) => !before.has(id))
}

test('each leaves exactly one event of its own', async (t) => {
  t.timeout(240_000)
  const scene = await makeScene(t.context)
  for (const operation of changing) {
    const events = await eventsOf(t, operation, scene)
    const actions = expected(operation)
    t.is(events.length, Math.min(actions.length, 1), `${operation.id} left ${JSON.stringify(events)}`)
    for (const { action, actor, from } of events) {
      t.true(actions.includes(action), `${operation.id} left ${action}`)
      t.not(actor, 'nobody', operation.id)
      t.like(from, { address: '127.0.0.1' })
    }
  }
})
