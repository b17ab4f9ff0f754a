import type { Token } from '../builtin/match/tokens.ts'
import { quotedList } from '../words.ts'
import { presence, type ReadSubject, readSubject, type WordSet } from './read-subject.ts'
import { isNotForQuestions, type Subject } from './subject.ts'
import { isEmpty } from './substance.ts'

/** Of a typical question's words the share that another action may have, too. */
const NEARLY_ALL = 0.85
const EMPTY_WEIGHT = 0.5
const MOST_OVERLAPS = 2
const MOST_WORDS = 4

/**
 * The other actions that questions for this one would fit nearly as well, or the reverse. A trigger is taken as its
 * own typical question: it has all words of it, so the other comes near where it has nearly all of them.
 */
export function overlapAdvice(subject: Subject, others: readonly Subject[]): string[] {
  if (isNotForQuestions(subject)) return []
  const own = readSubject(subject)
  return others
    .filter((other) => !isNotForQuestions(other))
    .map((other) => {
      const read = readSubject(other)
      return { other, closeness: Math.max(shareOf(own, read.there), shareOf(read, own.there)) }
    })
    .filter(({ closeness }) => closeness >= NEARLY_ALL)
    .sort((a, b) => b.closeness - a.closeness)
    .slice(0, MOST_OVERLAPS)
    .map(({ other }) => overlapSentence(subject, other))
}

/** How much of an action's typical question another action has in its texts. */
function shareOf({ asked, about }: ReadSubject, there: WordSet): number {
  if (about.length === 0) return 0
  let total = 0
  let covered = 0
  for (const token of asked) {
    const weight = isEmpty(token) ? EMPTY_WEIGHT : 1
    total += weight
    covered += weight * presence(token, there)
  }
  return covered / total
}

function overlapSentence(subject: Subject, other: Subject): string {
  const [mine, theirs] = [readSubject(subject), readSubject(other)]
  const words = firstWords(mine.about.filter((token) => presence(token, theirs.aboutSet) > 0))
  const both = words.length > 0 ? `: both speak of ${quotedList(words)}` : ''
  const [onlyMine, onlyTheirs] = [onlyOf(mine, theirs), onlyOf(theirs, mine)]
  const apart = [
    ...(onlyMine.length > 0 ? [`only '${subject.name}' of ${quotedList(onlyMine)}`] : []),
    ...(onlyTheirs.length > 0 ? [`only '${other.name}' of ${quotedList(onlyTheirs)}`] : []),
  ].join(' and ')
  const help = apart
    ? `What tells them apart is little, ${apart}: say in each trigger what only that one is for, and what it is not for.`
    : 'Nothing in the triggers tells them apart: say in each what only that one is for, or make one action of both.'
  return `Questions for '${subject.name}' would fit '${other.name}' nearly as well${both}. ${help}`
}

const onlyOf = ({ about }: ReadSubject, { aboutSet }: ReadSubject): string[] =>
  firstWords(about.filter((token) => presence(token, aboutSet) === 0))

const firstWords = (tokens: Token[]): string[] => tokens.slice(0, MOST_WORDS).map(({ word }) => word)
