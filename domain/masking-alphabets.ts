import { digitValue } from './masking-bytes.ts'

/** Digits that stand for bits of bytes, whatever the text is. */
export interface Alphabet {
  /** Bits that a digit stands for. */
  bits: number
  /** What each byte stands for; -1 where it is no digit. */
  values: Int8Array
  /** The fewest digits that are looked at. */
  least: number
  /** Whether its letters are of one case throughout. */
  isOneCase: boolean
  /** Whether bytes may stand apart: `61:62`, `0x61, 0x62`. */
  hasGroups: boolean
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LOWER = UPPER.toLowerCase()

function valuesOf(...spellings: string[]): Int8Array {
  const values = new Int8Array(256).fill(-1)
  for (const spelling of spellings)
    for (const [index, character] of [...spelling].entries()) values[character.charCodeAt(0)] = index
  return values
}

/** Standard and URL-safe. */
const BASE64: Alphabet = {
  bits: 6,
  values: valuesOf(`${UPPER}${LOWER}0123456789+/`, `${UPPER}${LOWER}0123456789-_`),
  least: 6,
  isOneCase: false,
  hasGroups: false,
}

/** Four bytes, the shortest secret, are seven characters. Words are base32, too, and looked at as such. */
const BASE32: Alphabet = {
  bits: 5,
  values: valuesOf(`${UPPER}234567`, `${LOWER}234567`),
  least: 7,
  isOneCase: true,
  hasGroups: false,
}

const HEX: Alphabet = {
  bits: 4,
  values: new Int8Array(256).map((_, byte) => (digitValue(byte) < 16 ? digitValue(byte) : -1)),
  least: 8,
  isOneCase: false,
  hasGroups: true,
}

export const ALPHABETS: Alphabet[] = [BASE64, HEX, BASE32]
