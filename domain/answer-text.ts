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

/** Several actions' answers as one, each under its name. */
export function joinAnswers(parts: { name: string; content: string }[]): string {
  const [only] = parts
  if (only && parts.length === 1) return only.content
  return parts.map(({ name, content }) => `### ${name}\n\n${content}`).join('\n\n')
}
