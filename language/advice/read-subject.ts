import { splitIdentifier, type Token, tokensOf } from '../builtin/match/tokens.ts'
import type { Subject } from './subject.ts'
import { isEmpty, withoutAsker } from './substance.ts'

/** A set of words: by themselves, and by what they mean. */
export interface WordSet {
  stems: ReadonlySet<string>
  groups: ReadonlySet<number>
}

/** An action as it is compared with others. */
export interface ReadSubject {
  /** The words of its trigger: what a typical question has. */
  asked: Token[]
  /** Of these, the ones that say what it is about. */
  about: Token[]
  /** The same as a set. */
  aboutSet: WordSet
  /** The words of its name, trigger and description: what a question is compared with. */
  there: WordSet
}

const read = new WeakMap<Subject, ReadSubject>()

/** A guru's actions are compared with each one that is saved: each is read once. */
export function readSubject(subject: Subject): ReadSubject {
  let known = read.get(subject)
  if (!known) {
    const { name, trigger, description } = subject
    const asked = tokensOf(splitIdentifier(withoutAsker(trigger)))
    const about = asked.filter((token) => !isEmpty(token))
    const there = tokensOf(splitIdentifier(`${name}. ${trigger}. ${description}`))
    known = { asked, about, aboutSet: setOf(about), there: setOf(there) }
    read.set(subject, known)
  }
  return known
}

const setOf = (tokens: Token[]): WordSet => ({
  stems: new Set(tokens.map(({ stem }) => stem)),
  groups: new Set(tokens.flatMap(({ groups }) => groups)),
})

/** Other words for the same thing count nearly as much as the same ones. */
const ALIKE = 0.9

/** How far a word is among others: 1 the word itself, less one that means much the same, 0 neither. */
export const presence = ({ stem, groups }: Token, { stems, groups: others }: WordSet): number =>
  stems.has(stem) ? 1 : groups.some((group) => others.has(group)) ? ALIKE : 0
