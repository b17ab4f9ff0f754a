import type { Parameter, ParameterValue, ParameterValues } from '../../domain/action.ts'
import type { Match, OfferedAction } from '../../domain/language.ts'
import type { Background } from './background.ts'
import { extractFrom, type ReadText } from './extract/extract.ts'
import { readParameter } from './extract/role.ts'
import { readAction } from './match/score.ts'
import type { Token } from './match/tokens.ts'
import { own } from './own.ts'
import { carried } from './past.ts'
import { followsUp } from './talk.ts'
import { ofUser } from './user-values.ts'

/** A guess that is less sure than this gives way to what is known of the user. */
const SURER_THAN_USER = 0.5
/** Only what an earlier message named as such is taken from it; less will do where the question refers to it. */
const SURE_FROM_HISTORY = 0.75
const SURE_WHERE_REFERRED = 0.4
const MESSAGES_READ = 10

export interface Found {
  values: ParameterValues
  sureness: Record<string, number>
}

/** The match with all its parameters: from the question, the user, earlier messages, defaults. */
export function complete(
  action: OfferedAction,
  score: number,
  { values, sureness }: Found,
  background: Background,
): Match {
  const parameters: ParameterValues = {}
  const open: Parameter[] = []
  const fresh = isFresh(action, values, background)
  for (const parameter of action.parameters) {
    const { name } = parameter
    const asked = own(values, name)
    const known = fresh ? ofUser(parameter, background.user) : knownOf(parameter, background)
    const rival = background.refersBack ? known : ofUser(parameter, background.user)
    const value =
      asked !== undefined && (rival === undefined || (own(sureness, name) ?? 1) >= SURER_THAN_USER)
        ? asked
        : known
    if (value !== undefined) parameters[name] = value
    else open.push(parameter)
  }
  const earlier = fresh ? {} : fromHistory(action, open, background)
  const missing: string[] = []
  for (const { name, required, default: fallback } of open) {
    const value = own(earlier, name) ?? fallback
    if (value !== null && value !== undefined) parameters[name] = value
    else if (required) missing.push(name)
  }
  return { action_id: action.id, score, parameters, missing }
}

/** Whether a question is about another order than those before: then it may be another customer's, too. */
const isFresh = (action: OfferedAction, values: ParameterValues, { refersBack, past }: Background): boolean =>
  !refersBack &&
  action.parameters.some((parameter) => {
    const asked = own(values, parameter.name)
    const before = asked !== undefined && parameter.required ? carried(parameter, past.flat()) : undefined
    return before !== undefined && before !== asked
  })

/** What is known without the question: what it refers to comes before the user, who comes before what was asked last. */
export function knownOf(parameter: Parameter, background: Background): ParameterValue | undefined {
  const users = ofUser(parameter, background.user)
  if (!parameter.required) return users
  const before = carried(
    parameter,
    background.refersBack ? background.past.flat() : (background.past[0] ?? []),
  )
  return background.refersBack ? (before ?? users) : (users ?? before)
}

/** Of the user, or of what was asked for last where the question refers to it. */
export const isKnown = (parameter: Parameter, { text }: ReadText, background: Background): boolean =>
  background.refersBack || followsUp(text)
    ? knownOf(parameter, background) !== undefined ||
      Object.keys(saidBefore([parameter], [], background)).length > 0
    : ofUser(parameter, background.user) !== undefined

/** What earlier messages of the user said of what is needed. */
const fromHistory = (action: OfferedAction, open: Parameter[], background: Background): ParameterValues =>
  saidBefore(
    open.filter(({ required }) => required),
    readAction(action).head,
    background,
  )

/** What earlier messages of the user said in so many words, the newest first. */
function saidBefore(
  needed: Parameter[],
  head: Token[],
  { history, read, refersBack }: Background,
): ParameterValues {
  const found: ParameterValues = {}
  if (needed.length === 0) return found
  const least = refersBack ? SURE_WHERE_REFERRED : SURE_FROM_HISTORY
  const messages = history
    .filter(({ role }) => role === 'user')
    .slice(-MESSAGES_READ)
    .reverse()
  for (const { content } of messages) {
    const { values, sureness } = extractFrom(read(content), needed.map(readParameter), head)
    for (const [name, value] of Object.entries(values))
      if (!Object.hasOwn(found, name) && (own(sureness, name) ?? 0) >= least) found[name] = value
  }
  return found
}
