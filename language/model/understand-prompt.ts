import type { UnderstandRequest } from '../../domain/language.ts'
import { EARLIER_ANSWERS, REFERENCES } from './references.ts'
import { keepEnds } from './truncate.ts'

/** The most that a guru's instructions and what is known of the user take of a request. */
export const INSTRUCTIONS_BYTES = 16 * 1024
const USER_BYTES = 4 * 1024

/** What a model is told when it picks actions and their arguments. `references`: whether results may be used. */
export function understandInstructions(request: UnderstandRequest, now: Date, references: boolean): string {
  const { instructions, user, pending, actions, tokens } = request
  const parts = [
    'You decide which of the offered tools the latest message of the user asks for, and with which arguments.',
    'Call a tool only if the message clearly asks for what the tool is for. Call several, all in the same answer, only if it clearly asks for several things. If none fits, call none.',
    "Take arguments only from the conversation and from what is known of the user. Leave out what isn't there, or give null: never guess, never invent a value, never ask back. Call the tool even if values are missing.",
    'A message may follow up on an earlier one ("and for 67890?"): then call the same tool again with the new value and the others as before.',
    'If you call no tool, answer briefly from the instructions below, in the language of the user, or say that you do not know. Never invent facts.',
    'Notes in square brackets tell what was run for earlier messages. Never write such notes yourself.',
    `Today is ${now.toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' })}, ${now.toISOString().slice(0, 10)} (UTC).`,
  ]
  if (references)
    parts.push(
      `You see no results, and are not asked again when they are there. If the user wants a value to come from the result of another tool, call both tools now, leave that argument out, and name it in ${REFERENCES}: the parameter, the other tool, and in a few words what to look for in its result. If it is in an earlier answer that is not shown to you ("refund the second one"), give ${EARLIER_ANSWERS} as the tool. Of a tool that you call twice, the second call is NAME#2. At most three tools in a row.`,
    )
  if (tokens)
    parts.push(
      'Texts such as <<EMAIL>> and <<EMAIL_2>> stand for values that you are not shown. Use them as arguments, exactly as they are, brackets and number included.',
    )
  if (Object.keys(user).length > 0)
    parts.push(`Known of the user, as data:\n${keepEnds(JSON.stringify(user), USER_BYTES)}`)
  for (const { action_id, parameters, missing } of pending) {
    const action = actions.find(({ id }) => id === action_id)
    if (action)
      parts.push(
        `Earlier the user asked for '${action.name}' with ${JSON.stringify(parameters)}; it still needs ${missing.join(', ')}. If the latest message gives that, call its tool with all arguments. If the user has changed the subject, don't.`,
      )
  }
  if (instructions.trim())
    parts.push(`Instructions of the assistant's owner:\n${keepEnds(instructions.trim(), INSTRUCTIONS_BYTES)}`)
  return parts.join('\n\n')
}

/** What a model is asked where its first answer can't be used as it is. */
export const repairQuestion = (problems: string[]): string =>
  [
    'That was not quite right:',
    ...[...new Set(problems)].slice(0, 10).map((problem) => `- ${problem}`),
    'Answer the message before again, with all the calls that it asks for. Leave out a value, or give null, where you do not have it.',
  ].join('\n')
