import { texts } from '../../texts/en/index.ts'

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/

/**
 * The number that is written, in plain decimal notation alone, or what is wrong with it. A number that would not come
 * out as it was written is none: it would be an id, and another one.
 */
export function readNumber(text: string): { number: number } | { problem: string } {
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text.trim()) ?? []
  if (sign === undefined || whole + fraction === '') return { problem: texts.values.notNumber }
  const digits = [whole.replace(/^0+/, '') || '0', fraction.replace(/0+$/, '')].filter(Boolean).join('.')
  const written = sign === '-' && digits !== '0' ? `-${digits}` : digits
  const number = Number(written)
  const isKept = numberText(number) === written && (Number.isSafeInteger(number) || !Number.isInteger(number))
  return isKept ? { number } : { problem: texts.values.tooManyDigits }
}

/** A number in plain decimal notation, as it is read again. */
export function numberText(number: number): string {
  const [digits = '', exponent] = String(Math.abs(number)).split('e')
  const [whole = '', fraction = ''] = digits.split('.')
  const sign = number < 0 ? '-' : ''
  if (exponent === undefined) return sign + digits
  const places = Number(exponent)
  return places < 0
    ? `${sign}0.${'0'.repeat(-places - 1)}${whole}${fraction}`
    : `${sign}${whole}${fraction.padEnd(places, '0')}`
}
