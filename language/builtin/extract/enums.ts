import { similarity, type Token, tokensOf, wordsOf } from '../match/tokens.ts'

const INTRODUCTIONS =
  /\b(?:one of|options(?: are| include)?|allowed values(?: are)?|possible values(?: are| include)?|valid values(?: are)?|accepted values(?: are)?|must be(?: one of)?|can be|accepts|either)\s*:?\s*/gi

/** The words a parameter may only be, as its description lists them ("One of: small, large."); empty where none. */
export function allowedWords(description: string): string[] {
  for (const { 0: found, index } of description.matchAll(INTRODUCTIONS)) {
    const strict = /one of|:/i.test(found)
    const sentence = /^(?:[^.\n]|\.(?=\S))*/.exec(description.slice(index + found.length))?.[0] ?? ''
    const values = sentence
      .split(/\s*[,;|]\s*(?:and |or )?|\s+or\s+|\s+and\s+|\s\/\s/)
      .map((value) => value.trim().replace(/^["'`(]+|["'`)]+$/g, ''))
      .filter(Boolean)
    const quoted = /['"`]/.test(sentence)
    const short = values.every((value) => value.length <= 40 && value.split(' ').length <= 4)
    if (values.length > 1 && short && (strict || quoted)) return values
  }
  return []
}

/** How the listed word stands in the question: 1 in full, less by synonyms or in parts, 0 not at all. */
export function strengthOf(value: string, question: Token[], questionWords: string[]): number {
  const words = wordsOf(value)
  if (words.length === 0) return 0
  if (containsRun(questionWords, words)) return 1 + 0.05 * words.length
  const tokens = tokensOf(value)
  if (tokens.length === 0) return 0
  const parts = tokens.map((token) =>
    question.reduce((best, other) => Math.max(best, similarity(token, other)), 0),
  )
  const covered = parts.reduce((sum, part) => sum + part, 0) / tokens.length
  return covered >= 0.6 ? 0.9 * covered : covered >= 0.5 ? 0.45 : 0
}

function containsRun(words: string[], run: string[]): boolean {
  return words.some((_, index) => run.every((word, offset) => words[index + offset] === word))
}
