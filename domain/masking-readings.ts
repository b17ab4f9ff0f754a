import { isSkipped } from './masking-bytes.ts'

/** What the bytes from some place up to `end` may stand for. */
export interface Reading {
  /** A byte, a code point, or {@link NOTHING}. */
  code: number
  /** A byte rather than a code point. */
  raw: boolean
  end: number
}

/** The code of what stands for nothing at all, such as the NULs of UTF-16. */
export const NOTHING = -1

/** More ways to read one place are not followed: only text that was made for it has them. */
export const MOST_READINGS = 8

/** Adds what is not there yet. */
export function add(found: Reading[], reading: Reading): void {
  const isSame = ({ code, raw, end }: Reading): boolean =>
    code === reading.code && raw === reading.raw && end === reading.end
  if (found.length >= MOST_READINGS || found.some(isSame)) return
  found.push(reading)
  // Escaped as well: those of UTF-16, and of line ends.
  if (isSkipped(reading.code)) add(found, { code: NOTHING, raw: true, end: reading.end })
}
