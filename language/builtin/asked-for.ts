import type { OfferedAction } from '../../domain/language.ts'
import type { Background } from './background.ts'
import { clausesOf } from './clauses.ts'
import type { ReadText } from './extract/extract.ts'
import { isAskedFor } from './match/probability.ts'
import { own } from './own.ts'
import { type Ranked, rank } from './rank.ts'

/** Each of several actions must be asked for as clearly as this by a part of its own. */
const SEVERAL = 0.7
const MOST_CLAUSES = 6

/** An action that is asked for, and the part of the question that does. */
export type Asked = Ranked & { text: ReadText }

export function askedFor(
  text: ReadText,
  ranked: Ranked[],
  actions: OfferedAction[],
  background: Background,
): Asked[] {
  const several = actions.length > 1 ? severalAsked(text, actions, background) : []
  if (several.length > 1) return several
  const [best] = ranked
  return best && isAskedFor(best.score) ? [{ ...best, text }] : []
}

/** The best action of each part of the question, where at least two parts clearly ask for different ones. */
function severalAsked(text: ReadText, actions: OfferedAction[], background: Background): Asked[] {
  const clauses = clausesOf(text.text)
  if (clauses.length < 2 || clauses.length > MOST_CLAUSES) return []
  const found: Asked[] = []
  let from = 0
  for (const clause of clauses) {
    const start = Math.max(from, text.text.indexOf(clause, from))
    from = start + clause.length
    const part = background.readPart(text.said(start, from))
    const [best] = rank(part, actions, background.isKnown)
    if (!best || best.score < SEVERAL) continue
    const one = { ...best, text: part }
    const same = found.filter(({ action }) => action.id === best.action.id)
    if (same.length === 0 || isRepeated(one, same)) found.push(one)
  }
  return found
}

/** What surely is the name of one thing. */
const ID = /\p{L}.*\d|\d{3}|@/u

/** "Is A-1 in stock and is B-2 in stock?": parts in the same words ask for the same of different things. */
function isRepeated(one: Asked, others: Asked[]): boolean {
  const stems = one.text.tokens.filter(({ weight }) => weight === 1).map(({ stem }) => stem)
  const needed = neededOf(one)
  return (
    needed.some((value) => ID.test(String(value))) &&
    needed.every((value) => value !== undefined) &&
    others.every(
      (other) =>
        JSON.stringify(neededOf(other)) !== JSON.stringify(needed) &&
        neededOf(other).every((value) => value !== undefined) &&
        other.text.tokens.some(({ stem }) => stems.includes(stem)),
    )
  )
}

const neededOf = ({ action, values }: Asked): unknown[] =>
  action.parameters.filter(({ required }) => required).map(({ name }) => own(values, name))
