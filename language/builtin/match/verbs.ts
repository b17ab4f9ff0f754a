import { wordsOf } from './tokens.ts'

/** What one does: words of one line order the same, words of two lines something else. */
const KINDS = `
  find search look lookup get fetch retrieve list show display view check see browse query read discover identify tell give
  calculate compute determine estimate solve evaluate measure count
  create add generate make build register insert new write compose design draw plot
  update change modify edit set adjust rename replace switch
  delete remove erase drop clear uninstall
  buy purchase order acquire reserve book schedule rent hire catch
  send transfer pay share forward email notify
  play listen watch stream start
  convert translate transform
  stop close cancel end finish terminate kill logout disconnect
  open launch run execute connect login log
  compare
  predict forecast
  analyze analyse assess summarize summarise classify detect
  recommend suggest
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))

const KIND_OF: ReadonlyMap<string, number> = new Map(
  KINDS.flatMap((verbs, kind) =>
    verbs.flatMap((verb) => formsOf(verb).map((form): [string, number] => [form, kind])),
  ),
)

function formsOf(verb: string): string[] {
  const base = verb.replace(/e$/, '')
  return [verb, /(?:s|ch|sh|x)$/.test(verb) ? `${verb}es` : `${verb}s`, `${base}ing`]
}

/** Words that an order may begin with before its verb: "please", "could you", "I want to". */
const LEAD = new Set(
  "please could can would will you i i'd i'm want wants need needs to like help me let let's us also and then hi hello hey wish would'd planning looking trying".split(
    ' ',
  ),
)

/** The kinds of verbs that a text begins its sentences with: "Find…", "Could you please cancel…". */
export function kindsOfVerb(text: string): Set<number> {
  const kinds = new Set<number>()
  for (const sentence of text.split(/[.?!;\n]+\s/).slice(0, 6)) {
    for (const word of wordsOf(sentence).slice(0, 12)) {
      const kind = KIND_OF.get(word)
      if (kind !== undefined) kinds.add(kind)
      if (!LEAD.has(word)) break
    }
  }
  return kinds
}

/** The kinds of all verbs in an action's name. */
export const kindsOfWords = (name: string): Set<number> =>
  new Set(wordsOf(name).flatMap((word) => KIND_OF.get(word) ?? []))

export const isVerb = (word: string): boolean => KIND_OF.has(word)
