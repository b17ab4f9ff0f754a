/*
 * Every operation of the contract is driven through every status that its OpenAPI document has: with what it wants, with
 * no key, with another guru's, for something that is not there, against a conflict, with a wrong body. A new operation
 * fails here until its cases are in coverage/cases/.
 */
import anyTest, { type TestFn } from 'ava'
import { contract } from '../../api/contract/index.ts'
import type { Operation } from '../../api/contract/operation.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'
import { CASES } from './coverage/cases/index.ts'
import { type Case, type Cases, commonCases, declaredStatuses, isSuccess, keyFor } from './coverage/cells.ts'
import { makeScene, paramsOf, type Scene } from './coverage/scene.ts'
import { send } from './coverage/sending.ts'
import { coverageTable, type Seen } from './coverage/table.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { status: 'shipped' }), {
  ERRAND_RATE_LIMIT: '10000',
})

const operations: Operation[] = Object.values(contract)

/** Sends what stands for one status. @returns what is wrong with what came */
async function drive(
  operation: Operation,
  scene: Scene,
  status: number,
  prepare: Case,
): Promise<string | null> {
  try {
    const sending = await prepare(scene)
    const params = { ...paramsOf(operation, scene), ...sending.params }
    const key = sending.key === undefined ? keyFor(operation, scene) : sending.key
    const { status: got, text } = await send(scene.url, operation, { ...sending, params, key })
    return got === status ? null : `${operation.id} was to answer ${status}, and answered ${got}: ${text}`
  } catch (error) {
    return `${operation.id} was to answer ${status}: ${(error as Error).message}`
  }
}

async function cover(operation: Operation, scene: Scene, other: Scene, wrong: string[]): Promise<Seen> {
  const declared = declaredStatuses(operation)
  const own: Cases = CASES[operation.id] ?? {}
  const success = own[declared.find(isSuccess) ?? 200]
  const statuses = new Set<number>()
  if (!success) wrong.push(`${operation.id} has no case of success in test/api/coverage/cases/`)
  const cases: Cases = { ...(success && commonCases(operation, other, success)), ...own }
  for (const status of declared) {
    const prepare = cases[status]
    const failed = prepare
      ? await drive(operation, scene, status, prepare)
      : `${operation.id} declares ${status}, and no case in test/api/coverage/cases/ makes it answer that`
    if (failed) wrong.push(failed)
    else statuses.add(status)
  }
  for (const status of Object.keys(own).map(Number))
    if (!declared.includes(status))
      wrong.push(`${operation.id} has a case for ${status}, which it does not declare`)
  return { operation, declared, statuses }
}

test('every operation answers every status that its document has', async (t) => {
  t.timeout(300_000)
  const [scene, other] = await Promise.all([makeScene(t.context), makeScene(t.context)])
  const wrong: string[] = []
  const seen: Seen[] = []
  for (const operation of operations) seen.push(await cover(operation, scene, other, wrong))
  t.log(`\n${coverageTable(seen)}\n`)
  t.deepEqual(wrong, [])
})

test('every case is about an operation that is there', (t) => {
  const ids = operations.map(({ id }) => id)
  t.deepEqual(
    Object.keys(CASES).filter((id) => !ids.includes(id)),
    [],
  )
})
