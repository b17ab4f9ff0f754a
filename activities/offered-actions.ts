import type { ActionInput } from '../domain/action.ts'
import type { OfferedAction } from '../domain/language.ts'
import { effectOf } from '../domain/workflow-contract.ts'
import type { ActionDocument } from '../storage/models.ts'

/*
 * Engines keep what they made of an action by its object. So each document has one offer, and each array of documents,
 * as the catalogue keeps it, one array of them.
 */
const offers = new WeakMap<ActionDocument, OfferedAction>()
const enabled = new WeakMap<ActionDocument[], ActionDocument[]>()

/** The actions that may run, the same array each time. */
export function enabledOf(actions: ActionDocument[]): ActionDocument[] {
  let found = enabled.get(actions)
  if (!found) {
    found = actions.filter(({ definition }) => definition.enabled)
    enabled.set(actions, found)
  }
  return found
}

/** What an engine may know of an action. */
export const offerOf = (
  id: string,
  { name, description, trigger, parameters, type, api_call }: ActionInput,
): OfferedAction => ({
  id,
  name,
  description,
  trigger,
  parameters,
  // What Python does nobody knows.
  ...(type === 'api_call' && { changes: effectOf({ type, api_call }) === 'side_effect' }),
})

/** What an engine is told of an action, the same object each time. */
export function offer(action: ActionDocument): OfferedAction {
  let offered = offers.get(action)
  if (!offered) {
    offered = offerOf(action._id, action.definition)
    offers.set(action, offered)
  }
  return offered
}

/** What an engine is told of each. */
export const offersOf = (actions: ActionDocument[]): OfferedAction[] => actions.map(offer)
