import type { Candidate, Word } from './candidate.ts'

const LEAD = /(?:\be\.g\.?,?|\bfor example,?|\bsuch as|\blike|\beither|\bi\.e\.?)\s*:?\s*([^.;)]{2,160})/gi
const QUOTED = /'([^'\n]{1,40})'|"([^"\n]{1,40})"|`([^`\n]{1,40})`/g

const MOST_WORDS = 4

/** The words that a description gives as examples ("such as 'war', 'invention'"), in lower case. */
export function examplesOf(description: string): string[] {
  const examples = new Set<string>()
  for (const { 1: list = '' } of description.matchAll(LEAD))
    for (const item of list.split(/,|\bor\b|\band\b|\betc\b|\//)) examples.add(bare(item))
  for (const match of description.matchAll(QUOTED)) examples.add(bare(match.slice(1).find(Boolean) ?? ''))
  return [...examples].filter(
    (example) => example.length > 1 && example.split(/\s+/).length <= MOST_WORDS && !/^\d+$/.test(example),
  )
}

/** Where the question uses one of these examples. */
export function examplesIn(examples: string[], question: string, words: Word[]): Candidate[] {
  return examples.flatMap((example): Candidate[] => {
    const run = example.split(/\s+/)
    const at = words.findIndex((_, index) =>
      run.every((part, offset) => alike(words[index + offset]?.lower, part)),
    )
    const from = words[at]
    const to = words[at + run.length - 1]
    if (!from || !to) return []
    return [{ kind: 'example', start: from.start, end: to.end, text: question.slice(from.start, to.end) }]
  })
}

const bare = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^['"`(]+|['"`)]+$/g, '')

const alike = (word: string | undefined, example: string): boolean =>
  word !== undefined &&
  (word === example || (example.length > 3 && (word === `${example}s` || `${word}s` === example)))
