import { similarity, type Token } from '../match/tokens.ts'
import { isVerb } from '../match/verbs.ts'
import { STOP_WORDS } from '../match/words.ts'
import type { Candidate, Word } from './candidate.ts'

const BREAKS = new Set(
  'of to in on at by for from with without into onto about over under between through during before after near around and or but is are was were as using via that which who where when'.split(
    ' ',
  ),
)

/** Runs of words that the action itself does not use: what the question adds to it ("Who discovered *radium*?"). */
export function phrasesIn(question: string, words: Word[], head: Token[]): Candidate[] {
  const found: Candidate[] = []
  let run: Word[] = []
  const flush = (): void => {
    const [from] = run
    const to = run.at(-1)
    if (from && to)
      found.push({ kind: 'phrase', start: from.start, end: to.end, text: question.slice(from.start, to.end) })
    run = []
  }
  const orders = orderingWords(words)
  for (const word of words) {
    const previous = run.at(-1)
    if (previous && /[.,;:!?()\n"]/.test(question.slice(previous.end, word.start))) flush()
    if (isKnown(word, head) || orders.has(word)) flush()
    else run.push(word)
  }
  flush()
  return found
}

const BEFORE_ORDERS = new Set("please to can could you i i'd me".split(' '))

/** The verbs that say what is to be done: they name no thing. */
function orderingWords(words: Word[]): Set<Word> {
  return new Set(
    words.filter((word, index) => {
      const before = words[index - 1]?.lower ?? ''
      return isVerb(word.lower) && (word.first || BEFORE_ORDERS.has(before))
    }),
  )
}

function isKnown(word: Word, head: Token[]): boolean {
  if (BREAKS.has(word.lower) || STOP_WORDS.has(word.lower)) return true
  const { token } = word
  return !token || head.some((other) => similarity(token, other) === 1)
}

const LEADS =
  /\b(?:search(?:ing)?(?: (?:the web|online|google|the internet))? for|look(?:ing)? (?:up|for)|information (?:about|on)|news (?:about|on)|about|regarding|say(?:s|ing)?(?: that)?|called|named|titled|that says|(?:with|with the|with a|and the|the) (?:text|message|content|subject|title|body)|remind me to|translate|play|find|for)\b:?\s+/gi

/** What follows "search for", "about", "saying" to the end of its sentence: for free text. */
export function restsIn(question: string): Candidate[] {
  return [...question.matchAll(LEADS), ...question.matchAll(/[\p{L}\d]:\s+/gu)].flatMap(
    ({ 0: lead, index }): Candidate[] => {
      const start = index + lead.length
      const text = /^[^\n?!;]*?(?=[.?!;\n](?:\s|$)|$)/.exec(question.slice(start))?.[0].trimEnd() ?? ''
      if (!text || text.split(/\s+/).length > 30) return []
      return [
        {
          kind: 'rest',
          loose: /^(?:find|for|play)\s/i.test(lead),
          start,
          end: start + text.length,
          text: text.replace(/^["'“]|["'”]$/g, ''),
        },
      ]
    },
  )
}
