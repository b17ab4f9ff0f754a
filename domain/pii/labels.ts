import type { PiiSettings } from './settings.ts'

/*
 * `<<EMAIL>>` stands for personal data. Where Errand has the value itself, sealed, it is a token: of a label's values
 * the first is `<<EMAIL>>`, the next `<<EMAIL_2>>`. A label that is no token stands for a value that nobody can have
 * back; it is never spelled like a token of the same conversation.
 */

/** What the detectors call their finds. */
export const DETECTOR_LABELS = { email: 'EMAIL', phone: 'PHONE', card: 'CARD', iban: 'IBAN' } as const

export const LABEL = /<<[A-Z][A-Z0-9_]{0,60}>>/g

/** Every label in a text, each once. */
export const labelsIn = (text: string): string[] => [...new Set(text.match(LABEL))]

/** `EMAIL` of `<<EMAIL_2>>` and `<<OTHER_EMAIL>>`. */
export const nameOf = (label: string): string =>
  label.replace(/^<<(?:OTHER_)?/, '').replace(/(?:_\d+)?>>$/, '')

/** Whether a label is one that this guru's texts may have in place of personal data. */
export const isLabelOf = ({ patterns }: PiiSettings, label: string): boolean =>
  label === NOT_SEARCHED ||
  Object.values<string>(DETECTOR_LABELS).includes(nameOf(label)) ||
  patterns.some((pattern) => pattern.label === nameOf(label))

/** In place of text that could not be searched in the time there is for it. */
export const NOT_SEARCHED = '<<NOT_SEARCHED>>'

/** The first name of a label's values that is not taken. */
export function freeToken(name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const token = count === 1 ? `<<${name}>>` : `<<${name}_${count}>>`
    if (!taken.has(token)) return token
  }
}

/** What shows a value that is not kept. */
export const plainLabel = (name: string, tokens: ReadonlySet<string>): string =>
  tokens.has(`<<${name}>>`) ? `<<OTHER_${name}>>` : `<<${name}>>`

/** Two spellings of one value are the same value: `DE89 3704…` and `DE893704…`. */
export const spellingOf = (name: string, value: string): string =>
  name === 'EMAIL' ? value.toLowerCase().replace('%40', '@') : value.toUpperCase().replace(/[\s().\-/]/g, '')

/** Puts values in the place of their tokens; other labels stay. */
export const reveal = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(LABEL, (label) => values.get(label) ?? label)
