import type { ActionInput } from '../domain/action.ts'
import type { OfferedAction } from '../domain/language.ts'

/** What an engine may know of an action. */
export const offerOf = (
  id: string,
  { name, description, trigger, parameters }: ActionInput,
): OfferedAction => ({ id, name, description, trigger, parameters })
