import type { ParameterValue, ParameterValues } from '../domain/action.ts'
import type { OfferedAction } from '../domain/language.ts'
import { labelsIn } from '../domain/pii/labels.ts'
import type { PlannedAction } from '../domain/workflow-contract.ts'
import type { PersonalConversation } from './personal-conversation.ts'

/**
 * Of the values that were found in results those that a run may have. Neither a label of personal data that nobody
 * holds nor, in what only reads, one within other text: whoever made the result may have put it there, such as
 * `https://example.org/?who=<<EMAIL>>`, and nobody approves where the value goes. No default takes their place: it
 * would be another run than the one that was meant.
 */
export function takenValues(
  found: ParameterValues,
  action: OfferedAction,
  { effect }: Pick<PlannedAction, 'effect'>,
  personal: Pick<PersonalConversation, 'checked'> | null,
): ParameterValues {
  const match = { action_id: action.id, score: 1, parameters: found, missing: [] }
  const checked = personal?.checked(match, action).parameters ?? found
  return Object.fromEntries(
    Object.entries(found).filter(
      ([name, value]) =>
        Object.hasOwn(checked, name) && checked[name] === value && (effect !== 'read' || isWholly(value)),
    ),
  )
}

/** A label and nothing else, or without any. */
const isWholly = (value: ParameterValue): boolean =>
  typeof value !== 'string' || labelsIn(value).every((label) => label === value.trim())
