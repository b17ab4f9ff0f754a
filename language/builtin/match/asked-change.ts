import type { OfferedAction } from '../../../domain/language.ts'
import { CHANGING_VERBS, NOUNS_AS_WELL, thirdPerson } from './changing-verbs.ts'
import { similarity, type Token, tokensOf, wordsOf } from './tokens.ts'

const VERBS: ReadonlyMap<string, string> = new Map(
  CHANGING_VERBS.flatMap((verb) => [
    [verb, verb],
    [thirdPerson(verb), verb],
  ]),
)

/** Kept by action: offered actions stay the same objects for as long as they do not change. */
const known = new WeakMap<OfferedAction, Token[]>()

/**
 * Whether a text says to do what an action changes. "Where is order 1042?" has every word of 'Refund order' but the one
 * that matters: with a wrong look-up a user has lost a moment, with a wrong refund more. Holds of actions that are
 * known to change something and whose name, description or trigger says what they do.
 */
export function isChangeAskedFor(action: OfferedAction, text: Token[]): boolean {
  if (action.changes !== true) return true
  let doing = known.get(action)
  if (!doing) {
    doing = doingOf(action)
    known.set(action, doing)
  }
  return doing.length === 0 || doing.some((verb) => text.some((token) => similarity(token, verb) >= 0.6))
}

/** What it does: verbs of its name, the first word of its description, what follows a "to" in its trigger. */
function doingOf({ name, description, trigger }: OfferedAction): Token[] {
  const named = wordsOf(name)
  const [described = ''] = wordsOf(description)
  const triggered = wordsOf(trigger)
  const verbs = [
    ...named.filter((word, place) => place === 0 || !NOUNS_AS_WELL.has(VERBS.get(word) ?? '')),
    described,
    ...triggered.filter((_, place) => triggered[place - 1] === 'to'),
  ].flatMap((word) => VERBS.get(word) ?? [])
  return [...new Set(verbs)].flatMap((verb) => tokensOf(verb))
}
