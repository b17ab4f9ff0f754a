import { similarity, type Token } from '../builtin/match/tokens.ts'
import { quotedList } from '../words.ts'
import { isNotForQuestions, type Subject } from './subject.ts'
import { isEmpty, substanceOf, withoutAsker } from './substance.ts'
import { tokensOfText } from './token-cache.ts'

/** Of a typical question's words the share that another action may have, too. */
const NEARLY_ALL = 0.85
const EMPTY_WEIGHT = 0.5
/** Other words for the same thing count nearly as much as the same ones. */
const ALIKE = 0.9
const MOST_OVERLAPS = 2
const MOST_WORDS = 4

/**
 * The other actions that questions for this one would fit nearly as well, or the reverse. A trigger is taken as its
 * own typical question: it has all words of it, so the other comes near where it has nearly all of them.
 */
export function overlapAdvice(subject: Subject, others: readonly Subject[]): string[] {
  if (isNotForQuestions(subject)) return []
  return others
    .filter((other) => !isNotForQuestions(other))
    .map((other) => ({
      other,
      closeness: Math.max(shareOf(subject.trigger, other), shareOf(other.trigger, subject)),
    }))
    .filter(({ closeness }) => closeness >= NEARLY_ALL)
    .sort((a, b) => b.closeness - a.closeness)
    .slice(0, MOST_OVERLAPS)
    .map(({ other }) => overlapSentence(subject, other))
}

/** How much of a question in the words of a trigger another action has in its name, trigger and description. */
function shareOf(trigger: string, { name, trigger: own, description }: Subject): number {
  const asked = tokensOfText(withoutAsker(trigger))
  if (!asked.some((token) => !isEmpty(token))) return 0
  const there = [name, own, description].flatMap((text) => tokensOfText(text))
  let total = 0
  let covered = 0
  for (const token of asked) {
    const weight = isEmpty(token) ? EMPTY_WEIGHT : 1
    total += weight
    covered += weight * nearest(token, there)
  }
  return covered / total
}

function nearest(token: Token, others: readonly Token[]): number {
  let best = 0
  for (const other of others) {
    const alike = similarity(token, other)
    if (alike > best) best = alike
    if (best === 1) return 1
  }
  return best > 0 ? ALIKE : 0
}

function overlapSentence(subject: Subject, other: Subject): string {
  const [mine, theirs] = [subject, other].map(({ trigger }) => substanceOf(withoutAsker(trigger))) as [
    Token[],
    Token[],
  ]
  const shared = mine.filter((token) => nearest(token, theirs) > 0)
  const only = (some: Token[], others: Token[]) =>
    some.filter((token) => nearest(token, others) === 0).map(({ word }) => word)
  const [onlyMine, onlyTheirs] = [only(mine, theirs), only(theirs, mine)]
  const words = shared.slice(0, MOST_WORDS).map(({ word }) => word)
  const both = words.length > 0 ? `: both speak of ${quotedList(words)}` : ''
  const apart = [
    ...(onlyMine.length > 0
      ? [`only '${subject.name}' of ${quotedList(onlyMine.slice(0, MOST_WORDS))}`]
      : []),
    ...(onlyTheirs.length > 0
      ? [`only '${other.name}' of ${quotedList(onlyTheirs.slice(0, MOST_WORDS))}`]
      : []),
  ].join(' and ')
  const help = apart
    ? `What tells them apart is little, ${apart}: say in each trigger what only that one is for, and what it is not for.`
    : `Nothing in the triggers tells them apart: say in each what only that one is for, or make one action of both.`
  return `Questions for '${subject.name}' would fit '${other.name}' nearly as well${both}. ${help}`
}
