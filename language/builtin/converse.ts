import type { Match, OfferedAction, PendingMatch, Understanding } from '../../domain/language.ts'
import { type Asked, askedFor } from './asked-for.ts'
import type { Background } from './background.ts'
import type { ReadText } from './extract/extract.ts'
import { followUp } from './follow-up.ts'
import { complete } from './known.ts'
import { continuePending } from './pending.ts'
import { rank } from './rank.ts'
import { onlySpeaksOf } from './repeatable.ts'
import { revived } from './revived.ts'
import { severalValues } from './several-values.ts'
import { abandons, corrects, followsUp, isAsking, isSmallTalk } from './talk.ts'

const NEAREST = 3
const CLEARLY = 0.95

/** What a message asks for, by itself or by what was said before it. */
export function converse(
  text: ReadText,
  pending: PendingMatch[],
  actions: OfferedAction[],
  background: Background,
): Pick<Understanding, 'matches' | 'nearest'> {
  const ranked = rank(text, actions, background.isKnown)
  const nearest = ranked.slice(0, NEAREST).map(({ action }) => action.id)
  return { matches: matchesOf(), nearest }

  function matchesOf(): Match[] {
    const open = pending.length > 0 ? pending : revived(background.history, actions, background)
    if (isSmallTalk(text.text) || (open.length > 0 && abandons(text.text))) return []
    const asked = askedFor(text, ranked, actions, background)
    const waiting = continueAll(text, open, actions, background)
    if (waiting.length > 0 && !changesSubject(asked, open, text)) return waiting
    const followed = open.length === 0 ? followUp(text, actions, background) : []
    if (followed.length > 0 && !asksForAnother(asked, followed, text)) return followed
    return asked.flatMap((each) => {
      const match = complete(each.action, each.score, each, background)
      if (onlySpeaksOf(each.text.text, match, each.action, background.past.flat())) return []
      return severalValues(match, each.action, each.text)
    })
  }
}

/** All that waits, where the message adds to any of it: the others are asked for again. */
function continueAll(
  text: ReadText,
  open: PendingMatch[],
  actions: OfferedAction[],
  background: Background,
): Match[] {
  const continued = open.map((one) => ({ one, match: continuePending(text, one, actions, background) }))
  if (!continued.some(({ match }) => match)) return []
  return continued.flatMap(({ one, match }): Match[] => {
    const offered = actions.some(({ id }) => id === one.action_id)
    return match ? [match] : offered ? [{ ...one, score: 1 }] : []
  })
}

/** A message that clearly asks for something else has changed the subject. */
const changesSubject = (asked: Asked[], open: PendingMatch[], { text }: ReadText): boolean =>
  asked.some(
    ({ action, score }) =>
      !open.some(({ action_id }) => action_id === action.id) && (score >= CLEARLY || isAsking(text)),
  )

/** "And its refund?" asks for another action than the last one; "no, I meant 4712" does not. */
const asksForAnother = (asked: Asked[], followed: Match[], { text }: ReadText): boolean =>
  !corrects(text) &&
  (followsUp(text)
    ? asked.some(({ action }) => !followed.some(({ action_id }) => action_id === action.id))
    : asked.length > 0)
