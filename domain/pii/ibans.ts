import { countrySpecs, isValidIBAN } from 'ibantools'
import { beginsThere, type Found } from './found.ts'
import { DETECTOR_LABELS } from './labels.ts'

const BEGINNING = /[A-Z]{2}[ \u00a0]?\d{2}/gi
/** Longest IBAN in groups of four with separators, and some. */
const WINDOW = 60

/** IBANs, together or in groups, whatever their case: each country has its own length, and two check digits. */
export function findIbans(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: beginning, index } of text.matchAll(BEGINNING)) {
    const length = lengthOf(beginning.slice(0, 2).toUpperCase())
    if (!length || !beginsThere(text, index)) continue
    const end = endOf(text, index, length)
    const letters = text
      .slice(index, end)
      .replace(/[ \u00a0-]/g, '')
      .toUpperCase()
    if (end > 0 && isValidIBAN(letters)) found.push({ from: index, to: end, name: DETECTOR_LABELS.iban })
  }
  return found
}

const lengthOf = (country: string): number =>
  (countrySpecs as Record<string, { chars?: number | null } | undefined>)[country]?.chars ?? 0

/** Where `length` letters and digits from `start` end, single separators between them aside; 0 where they don't. */
function endOf(text: string, start: number, length: number): number {
  let seen = 0
  for (let at = start; at < Math.min(text.length, start + WINDOW); at++) {
    const character = text[at] ?? ''
    if (/[A-Za-z0-9]/.test(character)) seen++
    else if (!/[ \u00a0-]/.test(character) || /[ \u00a0-]/.test(text[at - 1] ?? '')) return 0
    if (seen === length) return /[\p{L}\p{N}_]/u.test(text[at + 1] ?? '') ? 0 : at + 1
  }
  return 0
}
