import type { ExecutionContext } from 'ava'
import { contract } from '../../../api/contract/index.ts'
import type { Operation } from '../../../api/contract/operation.ts'
import type { StackContext } from '../../support/shared-stack.ts'
import { CASES } from './cases/index.ts'
import { declaredStatuses, isSuccess } from './cells.ts'
import { paramsOf, type Scene } from './scene.ts'
import type { Sending } from './sending.ts'
import { differences, stateOf } from './state.ts'

export const operations: Operation[] = Object.values(contract)

export const isInGuru = ({ path }: Operation): boolean => path.includes('{guru}')

/** An operation with what it needs to succeed. */
export interface Try {
  operation: Operation
  sending: Sending & { params: Record<string, string> }
}

/** What each of the operations would do for this guru, prepared and not sent. */
export async function prepared(scene: Scene, which: (operation: Operation) => boolean): Promise<Try[]> {
  const tries: Try[] = []
  for (const operation of operations.filter(which)) {
    const success = CASES[operation.id]?.[declaredStatuses(operation).find(isSuccess) ?? 0]
    if (!success) throw new Error(`${operation.id} has no case of success in test/api/coverage/cases/.`)
    const sending = await success(scene)
    const params = { ...paramsOf(operation, scene), ...sending.params }
    tries.push({ operation, sending: { ...sending, params } })
  }
  return tries
}

/** Whether a response has something of the guru that was not sent along. */
export function tells(text: string, { word }: Scene, sending: Sending): boolean {
  return text.toLowerCase().includes(word) && !JSON.stringify(sending).toLowerCase().includes(word)
}

/** Holds that what is done in between does nothing to a scene's guru, and runs no action. */
export async function unchanged(
  t: ExecutionContext<StackContext>,
  scene: Scene,
  act: () => Promise<void>,
): Promise<void> {
  const { errand, target } = t.context
  const before = await stateOf(errand, scene)
  t.true(before.documents.length > 10 && before.runs.size > 0)
  const calls = target.calls.length
  const begin = new Date()
  await act()
  t.deepEqual(differences(before, await stateOf(errand, scene), begin), [])
  t.is(target.calls.length, calls, 'an action ran')
}
