import { stripVTControlCharacters } from 'node:util'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** They turn the direction of what follows: a name could show as another one. */
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * Text of others as a terminal may show it: without sequences that would move its cursor, set its title or colour what
 * follows. Line breaks and tabs stay.
 */
export const safeText = (text: string): string =>
  stripVTControlCharacters(text.replaceAll('\r\n', '\n')).replace(CONTROL, '').replace(TURNING, '')

/** The same in one line. */
export const safeLine = (text: string): string => safeText(text).replace(/\s+/g, ' ').trim()

/** JSON whose strings hold no character that a terminal acts on. */
export const safeJson = (value: unknown, indent?: number): string =>
  (JSON.stringify(value, null, indent) ?? 'null').replace(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
