import type { Parameter, ParameterValues } from '../../domain/action.ts'
import type { Match, OfferedAction, PendingMatch } from '../../domain/language.ts'
import type { Background } from './background.ts'
import { bareValue } from './bare-value.ts'
import { extractFrom, type ReadText } from './extract/extract.ts'
import { readParameter } from './extract/role.ts'
import { complete } from './known.ts'
import { readAction } from './match/score.ts'
import { own } from './own.ts'
import { corrects, isAsking, statesValue } from './talk.ts'

/** A value of an open question is taken where it is at least as sure; of a statement any. */
const SURE_OF_QUESTION = 0.5
/** A value that was given already is replaced by one that is named as such. */
const SURE_OF_CHANGE = 0.75
/** "Sorry for the trouble" corrects nothing. */
const SURE_OF_CORRECTION = 0.4

/** The waiting action with what a message adds to it or corrects in it; null where it does neither. */
export function continuePending(
  text: ReadText,
  { action_id, parameters, missing }: PendingMatch,
  actions: OfferedAction[],
  background: Background,
): Match | null {
  const action = actions.find(({ id }) => id === action_id)
  if (!action) return null
  const kept = Object.fromEntries(
    Object.entries(parameters).filter(([name]) => action.parameters.some((one) => one.name === name)),
  )
  const open = action.parameters.filter(({ name }) => missing.includes(name))
  const changed = changesIn(kept, text, action)
  const rest = Object.keys(changed).length > 0 ? without(text, changed) : text
  const added = rest === text || rest.literals.length > 0 ? valuesFor(open, rest, action) : {}
  if (Object.keys(added).length === 0 && Object.keys(changed).length === 0) return null
  const values = { ...kept, ...added, ...changed }
  return complete(action, 1, { values, sureness: {} }, background)
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
  if (bare !== null && (typeof bare !== 'string' || (only.role !== 'id' && !corrects(text.text))))
    return { [name]: bare }
  const value = own(values, name) ?? bare
  return value === null ||
    value === undefined ||
    (isAsking(text.text) && (own(sureness, name) ?? 0) < SURE_OF_QUESTION)
    ? {}
    : { [name]: value }
}

/** Values that take the place of others which the user had given: "no, I meant 4712", "the email is x@example.com". */
export function changesIn(given: ParameterValues, text: ReadText, action: OfferedAction): ParameterValues {
  const wanted = action.parameters.filter(({ name }) => Object.hasOwn(given, name)).map(readParameter)
  const isCorrection = corrects(text.text)
  if (wanted.length === 0 || (!isCorrection && isAsking(text.text))) return {}
  // Of "not 1042 but 1043" only the other value can be meant.
  const { values, sureness } = extractFrom(without(text, given), wanted, readAction(action).head)
  const least = statesValue(text.text) ? 0 : isCorrection ? SURE_OF_CORRECTION : SURE_OF_CHANGE
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        value !== own(given, name) &&
        (own(sureness, name) ?? 0) >= least &&
        (isCorrection || namesParameter(text, name)),
    ),
  )
}

/** "the order number is 4712" names it, a bare "4712" answers what was asked. */
const namesParameter = ({ words }: ReadText, name: string): boolean =>
  readParameter({ name, type: 'string', description: '', required: true, default: null }).words.some((part) =>
    words.some(({ lower }) => lower === part),
  )

/** The text without values that are spoken for. */
export function without(text: ReadText, values: ParameterValues): ReadText {
  const taken = new Set(Object.values(values).map(String))
  return { ...text, literals: text.literals.filter((one) => !taken.has(one.text)) }
}

function withoutGuesses(
  values: ParameterValues,
  sureness: Record<string, number>,
  message: string,
): ParameterValues {
  const least = isAsking(message) ? SURE_OF_QUESTION : 0
  return Object.fromEntries(Object.entries(values).filter(([name]) => (own(sureness, name) ?? 0) >= least))
}
