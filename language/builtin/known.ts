import type { Parameter, ParameterValue, ParameterValues } from '../../domain/action.ts'
import type { Match, OfferedAction, UnderstandRequest } from '../../domain/language.ts'
import { extractFrom, readText } from './extract/extract.ts'
import { readParameter } from './extract/role.ts'
import { readAction } from './match/score.ts'
import { own } from './own.ts'

/** What is known beside the question itself. */
export type Background = Pick<UnderstandRequest, 'history' | 'user' | 'tokens'> & { now: () => Date }

/** A guess that is less sure than this gives way to what is known of the user. */
const SURER_THAN_USER = 0.5
/** Only what an earlier message named as such is taken from it. */
const SURE_FROM_HISTORY = 0.75
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
  for (const parameter of action.parameters) {
    const { name } = parameter
    const asked = own(values, name)
    const users = ofUser(parameter, background.user)
    const value =
      asked !== undefined && (users === undefined || (own(sureness, name) ?? 1) >= SURER_THAN_USER)
        ? asked
        : users
    if (value !== undefined) parameters[name] = value
    else open.push(parameter)
  }
  const earlier = fromHistory(action, open, background)
  const missing: string[] = []
  for (const { name, required, default: fallback } of open) {
    const value = own(earlier, name) ?? fallback
    if (value !== null && value !== undefined) parameters[name] = value
    else if (required) missing.push(name)
  }
  return { action_id: action.id, score, parameters, missing }
}

const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** The caller's attribute of the same name, `user_` or `customer_` before it aside. */
function ofUser({ name, type }: Parameter, user: Record<string, unknown>): ParameterValue | undefined {
  const wanted = [bare(name), bare(name.replace(/^(?:user|customer|caller|requester|my)_/i, ''))]
  const entry = Object.entries(user).find(([key]) => wanted.includes(bare(key)))
  const value = entry?.[1]
  if (type === 'string')
    return typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined
  if (type === 'number' && typeof value === 'string' && value.trim() && Number.isFinite(Number(value)))
    return Number(value)
  return typeof value === type ? (value as number | boolean) : undefined
}

/** What earlier messages of the user said in so many words, the newest first. */
function fromHistory(
  action: OfferedAction,
  open: Parameter[],
  { history, now, tokens }: Background,
): ParameterValues {
  const needed = open.filter(({ required }) => required)
  const found: ParameterValues = {}
  if (needed.length === 0) return found
  const { head } = readAction(action)
  const messages = history
    .filter(({ role }) => role === 'user')
    .slice(-MESSAGES_READ)
    .reverse()
  for (const { content } of messages) {
    const { values, sureness } = extractFrom(readText(content, now, tokens), needed.map(readParameter), head)
    for (const [name, value] of Object.entries(values))
      if (!Object.hasOwn(found, name) && (own(sureness, name) ?? 0) >= SURE_FROM_HISTORY) found[name] = value
  }
  return found
}
