/** Bytes that escapes begin with, or belong to. */
export const MARK = {
  nul: 0,
  lineFeed: 10,
  return: 13,
  quote: 34,
  hash: 35,
  percent: 37,
  and: 38,
  apostrophe: 39,
  plus: 43,
  equals: 61,
  backslash: 92,
  brace: 123,
} as const

const { nul, return: carriageReturn, quote, percent, and, apostrophe, plus, equals, backslash } = MARK

/** A table of the given bytes. */
export const markAll = (...marks: number[]): Uint8Array => {
  const isMarked = new Uint8Array(256)
  for (const mark of marks) isMarked[mark] = 1
  return isMarked
}

/** Whether an escape may begin with a byte. */
export const IS_MARK = markAll(nul, carriageReturn, quote, percent, and, apostrophe, plus, equals, backslash)

/** Whether a byte may be there or not: NULs and carriage returns. */
export const isSkipped = (code: number): boolean => code === nul || code === carriageReturn

/** Whether it is a letter or digit of ASCII. */
export const isWord = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a)

/** Of a hexadecimal digit in either case; 99 for everything else. */
export function digitValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return code < 0x80 && lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : 99
}
