import type { Candidate } from './candidate.ts'

/** The tokens of personal data in a text: an address for `<<EMAIL_2>>`, else a value of the sort that it names. */
export const tokensIn = (text: string, tokens: string[]): Candidate[] =>
  tokens
    .flatMap((token) => placesOf(token, text))
    .map(([token, start]) => {
      const label = token.replace(/^<<|(?:_\d+)?>>$/g, '')
      const kind = label === 'EMAIL' ? 'email' : 'id'
      return { kind, label, start, end: start + token.length, text: token } satisfies Candidate
    })
    .sort((a, b) => a.start - b.start)

/** The text with spaces in their place. */
export const withoutTokens = (text: string, tokens: string[]): string =>
  tokens.reduce((rest, token) => rest.replaceAll(token, ' '.repeat(token.length)), text)

function placesOf(token: string, text: string): [string, number][] {
  const places: [string, number][] = []
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + token.length))
    places.push([token, at])
  return places
}

/** What a parameter is called that takes what a label stands for. */
const NAMES: Record<string, RegExp> = {
  PHONE: /phone|mobile|(^|_)(tel|cell|fax|whatsapp|sms|to|number)($|_)/,
  CARD: /card|(^|_)(pan|number)($|_)/,
  IBAN: /iban|account/,
}

/** Whether a parameter's name says that it takes what a label such as `PHONE` or `EMPLOYEE_ID` stands for. */
export function takesLabel(parameterName: string, label: string): boolean {
  const name = parameterName.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
  const own = label.toLowerCase()
  return (NAMES[label]?.test(name) ?? false) || name.includes(own) || own.includes(name)
}
