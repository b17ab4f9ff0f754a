import type { Candidate, Word } from './candidate.ts'

const LEAD = /(?:\be\.g\.?,?|\bfor example,?|\bsuch as|\blike|\beither|\bi\.e\.?)\s*:?\s*([^.;)]{2,160})/gi
const QUOTED = /'([^'\n]{1,40})'|"([^"\n]{1,40})"|`([^`\n]{1,40})`/g

/** Where the question uses a word that the description gives as an example ("such as 'war', 'invention'"). */
export function examplesIn(description: string, question: string, words: Word[]): Candidate[] {
  const examples = new Set<string>()
  for (const { 1: list = '' } of description.matchAll(LEAD))
    for (const item of list.split(/,|\bor\b|\band\b|\betc\b|\//)) examples.add(bare(item))
  for (const match of description.matchAll(QUOTED)) examples.add(bare(match.slice(1).find(Boolean) ?? ''))
  return [...examples].flatMap((example): Candidate[] => {
    const run = example.split(/\s+/)
    if (example.length < 2 || run.length > 4 || /^\d+$/.test(example)) return []
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
