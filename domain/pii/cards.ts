import { beginsThere, type Found } from './found.ts'
import { DETECTOR_LABELS } from './labels.ts'

/** Digits in one piece, or pieces that are joined by one space or hyphen each. */
const RUN = /\d+(?:[ \u00a0-]\d+)*/g
/** How cards are printed: 4-4-4-4, American Express 4-6-5, Diners 4-6-4, UnionPay 6-13 and 19 digits as 4-4-4-4-3. */
const GROUPINGS = new Set(['4,4,4,4', '4,6,5', '4,6,4', '4,4,4,4,3', '6,13', '4,4,4,1'])
const MOST_GROUPS = 5

interface Issuer {
  prefix: RegExp
  lengths: readonly number[]
}

/** By ISO/IEC 7812 and the networks' published ranges. */
const ISSUERS: readonly Issuer[] = [
  { prefix: /^4/, lengths: [13, 16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(?:6011|64[4-9]|65)/, lengths: [16, 17, 18, 19] },
  { prefix: /^(?:30[0-5]|3095|36|38|39)/, lengths: [14, 16, 17, 18, 19] },
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  { prefix: /^(?:62|81)/, lengths: [16, 17, 18, 19] },
  { prefix: /^220[0-4]/, lengths: [16, 17, 18, 19] },
  { prefix: /^(?:60|82|508)/, lengths: [16] },
  {
    prefix: /^(?:5018|5020|5038|5893|6304|6759|676[1-3])/,
    lengths: [13, 14, 15, 16, 17, 18, 19],
  },
]

/** Payment cards: 13 to 19 digits of a known issuer with the right check digit, together or as cards are printed. */
export function findCards(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (run.length < 13 || !mayStandAlone(text, index, index + run.length)) continue
    const groups = groupsOf(run)
    for (let first = 0; first < groups.length; first++) {
      const count = cardFrom(groups, first)
      const from = groups[first]?.start ?? 0
      const last = groups[first + count - 1]
      if (count === 0 || !last) continue
      found.push({
        from: index + from,
        to: index + last.start + last.digits.length,
        name: DETECTOR_LABELS.card,
      })
      first += count - 1
    }
  }
  return found
}

interface Group {
  digits: string
  start: number
  /** What joins it to the next one; empty for the last. */
  joint: string
}

const groupsOf = (run: string): Group[] =>
  Array.from(run.matchAll(/(\d+)([ \u00a0-]?)/g), ({ 1: digits = '', 2: joint = '', index }) => ({
    digits,
    start: index,
    joint,
  }))

/** No part of a longer word, a decimal number or a UUID. */
function mayStandAlone(text: string, from: number, to: number): boolean {
  if (!beginsThere(text, from) || /[\p{L}_]/u.test(text[to] ?? '')) return false
  const before = text.slice(Math.max(0, from - 2), from)
  const after = text.slice(to, to + 2)
  return !/\d[.,]$|[\p{L}\p{N}]-$/u.test(before) && !/^\.\d|^-[\p{L}\p{N}]/u.test(after)
}

/** How many groups from `first` on are a card; 0 where none is. */
function cardFrom(groups: Group[], first: number): number {
  const { digits: one = '', joint = '' } = groups[first] ?? {}
  // Among hyphens there are ids of every sort: there it is all of them or none.
  const alone = (count: number): boolean =>
    joint !== '-' || (groups[first - 1]?.joint !== '-' && groups[first + count - 1]?.joint !== '-')
  if (groups[first - 1]?.joint !== '-' && joint !== '-' && isCard(one)) return 1
  for (let count = MOST_GROUPS; count >= 2; count--) {
    const part = groups.slice(first, first + count)
    if (part.length < count || !alone(count)) continue
    if (part.slice(0, -1).some((group) => group.joint !== joint)) continue
    if (!GROUPINGS.has(part.map(({ digits }) => digits.length).join())) continue
    if (isCard(part.map(({ digits }) => digits).join(''))) return count
  }
  return 0
}

/** Whether the digits are a card's: of an issuer, of its length, with Luhn's check digit. */
export function isCard(digits: string): boolean {
  if (!/^\d{13,19}$/.test(digits) || !hasLuhnDigit(digits)) return false
  // Thirteen digits are mostly the bar code of a product.
  if (digits.length === 13 && hasBarCodeDigit(digits)) return false
  return ISSUERS.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits))
}

function hasLuhnDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

const hasBarCodeDigit = (digits: string): boolean =>
  [...digits].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0) % 10 === 0
