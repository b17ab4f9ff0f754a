import type { ActionInput } from '../../domain/action.ts'

/** What advice is given on: what engines see of an action. */
export type Subject = Pick<ActionInput, 'name' | 'description' | 'trigger' | 'parameters'>

const NO_QUESTIONS =
  /^\W*(?:never\W*$|never\b.*\b(?:schedul|by hand|manual)|not for (?:any )?questions?\b|no questions?\W*$|(?:only )?(?:on|by) (?:a |its |the )?schedule\b|scheduled only|only scheduled)/i

/** Whether the trigger says that no question is to start the action: it has a schedule, or is run by hand. */
export const isNotForQuestions = ({ trigger }: Pick<Subject, 'trigger'>): boolean =>
  NO_QUESTIONS.test(trigger)
