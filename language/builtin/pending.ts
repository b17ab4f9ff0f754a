import type { Parameter, ParameterValue, ParameterValues } from '../../domain/action.ts'
import type { Match, OfferedAction, PendingMatch } from '../../domain/language.ts'
import { plainBoolean } from './extract/booleans.ts'
import { extractFrom, type ReadText } from './extract/extract.ts'
import { readParameter, type Wanted } from './extract/role.ts'
import { type Background, complete } from './known.ts'
import { readAction } from './match/score.ts'
import { own } from './own.ts'

const ABANDON =
  /^\W*(?:no[,.! ]+)?(?:never ?mind|forget (?:it|about it|that)|cancel(?: (?:it|that|this))?|stop|leave it|skip it|don't bother|nothing|no thanks|no thank you)\b[\s.!]*$/i
const LEAD_IN =
  /^\W*(?:(?:it|that|this)(?:'s| is| was| should be)|(?:the|my|our) [\w ]{1,30}? (?:is|was|should be)|use|take|i mean(?:t)?|for|with|of course|sure|ok(?:ay)?|yes|please)\b[\s,:=]*/i
const ASKING =
  /\?\s*$|^\W*(?:what|who|where|when|why|how|which|can you|could you|will you|would you|is|are|do|does)\b/i
/** A bare answer is short; longer messages must name what they give. */
const BARE_WORDS = 12
const BARE_TEXT_CHARACTERS = 2_000

export const isAsking = (message: string): boolean => ASKING.test(message)

export const abandons = (message: string): boolean => ABANDON.test(message)

/** The waiting action with what a message adds to it; null where the message adds nothing. */
export function continuePending(
  text: ReadText,
  { action_id, parameters, missing }: PendingMatch,
  actions: OfferedAction[],
  background: Background,
): Match | null {
  const action = actions.find(({ id }) => id === action_id)
  if (!action) return null
  const open = action.parameters.filter(({ name }) => missing.includes(name))
  const added = valuesFor(open, text, action)
  if (Object.keys(added).length === 0) return null
  const kept = Object.entries(parameters).filter(([name]) =>
    action.parameters.some((own) => own.name === name),
  )
  return complete(action, 1, { values: { ...Object.fromEntries(kept), ...added }, sureness: {} }, background)
}

/** What a message that was asked for these parameters gives them. */
export function valuesFor(open: Parameter[], text: ReadText, action: OfferedAction): ParameterValues {
  const wanted = open.map(readParameter)
  const { values, sureness } = extractFrom(text, wanted, readAction(action).head)
  const [only] = wanted
  if (!only || wanted.length > 1) return withoutGuesses(values, sureness, text.text)
  const { name } = only.parameter
  const bare = bareValue(only, text)
  // Of a message that is nothing but the answer, all of it is the value.
  if (bare !== null && (typeof bare !== 'string' || only.role !== 'id')) return { [name]: bare }
  const value = own(values, name) ?? bare
  return value === null || value === undefined || (isAsking(text.text) && (own(sureness, name) ?? 0) < 0.5)
    ? {}
    : { [name]: value }
}

function withoutGuesses(
  values: ParameterValues,
  sureness: Record<string, number>,
  message: string,
): ParameterValues {
  const least = isAsking(message) ? 0.5 : 0
  return Object.fromEntries(Object.entries(values).filter(([name]) => (own(sureness, name) ?? 0) >= least))
}

/** The message as the value of the one parameter that it was asked for; null where it can't be one. */
function bareValue({ parameter, role, allowed }: Wanted, text: ReadText): ParameterValue | null {
  const message = text.text.trim()
  if (parameter.type === 'boolean') return plainBoolean(message)
  if (isAsking(message)) return null
  const rest = message
    .replace(LEAD_IN, '')
    .replace(/[\s.!]+$/, '')
    .replace(/^(["'“`])([^"'”`]*)["'”`]$/, '$2')
  if (!rest || !/[\p{L}\p{N}]/u.test(rest)) return null
  if (parameter.type === 'number') {
    const numbers = text.literals.filter(({ kind }) => kind === 'number')
    return numbers.length === 1 ? (numbers[0]?.number ?? null) : null
  }
  if (role === 'email' || role === 'url' || role === 'date' || role === 'time') return null
  if (allowed.length > 1) return allowed.find((word) => word.toLowerCase() === rest.toLowerCase()) ?? null
  if (role === 'text') return message.length <= BARE_TEXT_CHARACTERS ? rest : null
  const words = rest.split(/\s+/)
  if (words.length > BARE_WORDS || (role === 'id' && words.length > 1)) return null
  return text.tokens.length > 0 || /\d/.test(rest) ? rest : null
}
