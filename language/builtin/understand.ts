import type { Match, OfferedAction, Understanding, UnderstandRequest } from '../../domain/language.ts'
import { clausesOf } from './clauses.ts'
import { readText } from './extract/extract.ts'
import { type Background, complete } from './known.ts'
import { isAskedFor } from './match/probability.ts'
import { abandons, continuePending, isAsking, valuesFor } from './pending.ts'
import { type Ranked, rank } from './rank.ts'

const NEAREST = 3
/** Each of several actions must be asked for as clearly as this by a part of its own. */
const SEVERAL = 0.7
const CLEARLY = 0.9
const MOST_CLAUSES = 6
const FOLLOW_UP =
  /^\W*(?:and(?: for| about| in)?|what about|how about|same (?:for|with)|now (?:for|with)|or)\b/i

/** Which actions a question asks for, and their parameters. */
export function understand(request: UnderstandRequest, now: () => Date): Understanding {
  const { question, actions, pending } = request
  const { history, user, tokens } = request
  const background: Background = { history, user, tokens, now }
  const text = readText(question, now, tokens)
  const ranked = rank(text, actions)
  const nearest = ranked.slice(0, NEAREST).map(({ action }) => action.id)
  const understood = (matches: Match[]): Understanding => ({ matches, nearest, content: null })

  if (pending.length > 0 && abandons(question)) return understood([])
  const asked = askedFor(question, ranked, request, now)
  const waiting = pending.flatMap((one) => continuePending(text, one, actions, background) ?? [])
  const others = asked.filter(({ action }) => !pending.some(({ action_id }) => action_id === action.id))
  // A message that clearly asks for something else has changed the subject.
  const changed = others.some(({ score }) => score >= CLEARLY || isAsking(question))
  if (waiting.length > 0 && !changed) return understood(waiting.slice(0, 1))
  if (asked.length > 0)
    return understood(asked.map((each) => complete(each.action, each.score, each, background)))
  return understood(followUp(request, background))
}

function askedFor(
  question: string,
  ranked: Ranked[],
  { actions, tokens }: UnderstandRequest,
  now: () => Date,
): Ranked[] {
  // The parts of a question may be nearest to others than the whole is.
  const candidates = ranked.length < actions.length ? actions : ranked.map(({ action }) => action)
  const several = actions.length > 1 ? severalAsked(question, candidates, now, tokens) : []
  if (several.length > 1) return several
  const [best] = ranked
  return best && isAskedFor(best.score, best.features) ? [best] : []
}

/** The best action of each part of the question, where at least two parts clearly ask for different ones. */
function severalAsked(
  question: string,
  actions: OfferedAction[],
  now: () => Date,
  tokens?: string[],
): Ranked[] {
  const clauses = clausesOf(question)
  if (clauses.length < 2 || clauses.length > MOST_CLAUSES) return []
  const found = new Map<string, Ranked>()
  for (const clause of clauses) {
    const [best] = rank(readText(clause, now, tokens), actions)
    if (best && best.score >= SEVERAL && !found.has(best.action.id)) found.set(best.action.id, best)
  }
  return [...found.values()]
}

/** "And torvalds?", "What about Berlin?": the action asked for last, with the new value. */
function followUp({ question, history, actions }: UnderstandRequest, background: Background): Match[] {
  const previous = history.findLast(({ role }) => role === 'user')?.content
  if (!previous || !FOLLOW_UP.test(question)) return []
  const [best] = rank(readText(previous, background.now, background.tokens), actions)
  if (!best || !isAskedFor(best.score, best.features)) return []
  const given = question.replace(FOLLOW_UP, '').replace(/[?!.\s]+$/, '')
  const rest = readText(given, background.now, background.tokens)
  const added = valuesFor(
    best.action.parameters.filter(({ required }) => required),
    rest,
    best.action,
  )
  if (Object.keys(added).length === 0) return []
  const found = { values: { ...best.values, ...added }, sureness: {} }
  return [complete(best.action, best.score, found, background)]
}
