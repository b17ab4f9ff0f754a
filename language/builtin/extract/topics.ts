import { similarity, type Token } from '../match/tokens.ts'
import { STOP_WORDS } from '../match/words.ts'
import type { Candidate, Word } from './candidate.ts'

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Before its subject wherever it stands. */
const DOING = set('does do did can may will')
/** Before its subject only where it opens a clause: "which customers *were* affected" has its subject before. */
const BEING = set('is are was were has have')
const OPENERS = set('and or but whether if hi hey hello please so also')
const OWNING = set('have has use uses using include includes included got support supports')
const DETERMINERS = set('the our your my their his her this any')
const OWNERS_STATES = set('allowed entitled permitted able get gets')
/** What is said of the subject, if no word of the action's own. */
const STATES = set('allowed entitled working permitted everything something anything everyone somebody')
const MOST_WORDS = 4

/**
 * What a question says something of, and what it asks for that to have: "Is *search* degraded?", "Does *initech* have
 * *custom domains*?". Such words need no capital letter to be a name.
 */
export function topicsIn(text: string, words: Word[], head: Token[]): Candidate[] {
  return words.flatMap((word, index): Candidate[] => {
    const before = words[index - 1]?.lower ?? ''
    const opens = word.first || before === '' || OPENERS.has(before)
    const isSubject = DOING.has(word.lower) || (BEING.has(word.lower) && opens)
    const isOwned = OWNING.has(word.lower) && index > 1
    if (!isSubject && !isOwned) return []
    const from = DETERMINERS.has(words[index + 1]?.lower ?? '') ? index + 2 : index + 1
    const to = endOf(text, words, from, head)
    const [first, last, next] = [words[from], words[to - 1], words[to]]
    if (!first || !last || to === from || to - from > MOST_WORDS) return []
    if (isSubject && !isOwned && (!next || breaks(text, last, next))) return []
    return [
      {
        kind: isOwned ? 'phrase' : 'proper',
        topic: isOwned
          ? 'owned'
          : OWNING.has(next?.lower ?? '') || OWNERS_STATES.has(next?.lower ?? '')
            ? 'owner'
            : 'subject',
        start: first.start,
        end: last.end,
        text: text.slice(first.start, last.end),
      },
    ]
  })
}

function endOf(text: string, words: Word[], from: number, head: Token[]): number {
  let to = from
  for (let word = words[to]; word; word = words[++to]) {
    const previous = words[to - 1]
    if (to > from && previous && breaks(text, previous, word)) break
    const { lower, token } = word
    if (STOP_WORDS.has(lower) || STATES.has(lower) || !token) break
    if (head.some((own) => similarity(own, token) >= 0.7)) break
  }
  return to
}

const breaks = (text: string, a: Word, b: Word): boolean => /[^\s]/.test(text.slice(a.end, b.start))
