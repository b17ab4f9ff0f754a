import type { Parameter } from './action.ts'

/** The sentence for a question that no action fits. */
export function noMatchText(nearest: string[]): string {
  const sorry = "I found no action that answers this, so I ran nothing and can't say."
  if (nearest.length === 0) return sorry
  const names = nearest.slice(0, 3).map((name) => `**${name}**`)
  const last = names.pop()
  return `${sorry} The nearest I can do: ${names.length > 0 ? `${names.join(', ')} or ${last}` : last}.`
}

/** One friendly question for everything that an action still needs. */
export function askForText(actionName: string, missing: Pick<Parameter, 'name' | 'description'>[]): string {
  const items = missing.map(({ name, description }) => {
    const label = `**${name.replaceAll('_', ' ')}**`
    return description ? `${label} – ${description}` : label
  })
  const [only] = items
  if (items.length === 1) return `To run **${actionName}**, I need one more thing: ${only}. Which is it?`
  return `To run **${actionName}**, I still need:\n\n${items.map((item) => `- ${item}`).join('\n')}\n\nCould you tell me?`
}

/** Of an action that takes a value from the results of others, which gave none. */
export const withoutSourceText = (actionName: string, sources: string[]): string =>
  `**${actionName}** was not run: it needs a value from the result of ${sources.map((name) => `**${name}**`).join(' and ')}, which gave none.`

export const modelFailedText = (problem: string): string =>
  `I couldn't understand the question, because the language model failed, so nothing was run. ${problem}`

export interface AnswerPart {
  name: string
  content: string
}

/** Several actions' answers as one, each under its name. */
export function joinAnswers(parts: AnswerPart[]): string {
  return parts.map((part) => answerPart(part, parts.length)).join('\n\n')
}

const answerPart = ({ name, content }: AnswerPart, parts: number): string =>
  parts === 1 ? content : `### ${name}\n\n${content}`

/** How {@link joinAnswers} will begin, as far as that is certain: up to the first part that is not `whole`. */
export function answerSoFar(parts: (AnswerPart & { whole: boolean })[]): string {
  const open = parts.findIndex(({ whole }) => !whole)
  const begun = open < 0 ? parts : parts.slice(0, parts[open]?.content ? open + 1 : open)
  return begun.map((part) => answerPart(part, parts.length)).join('\n\n')
}
