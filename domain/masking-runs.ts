import { BREAK } from './masking-automaton.ts'
import { hexValue } from './masking-escapes.ts'
import { type View, ViewBuilder } from './masking-view.ts'

const LINE_FEED = 0x0a
const RETURN = 0x0d
const EQUALS = 0x3d

/** The six bits of each base64 character, standard and URL-safe; -1 for the others. */
const SEXTETS = new Int8Array(256).fill(-1)
;[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((character, index) => {
  SEXTETS[character.charCodeAt(0)] = index
})
SEXTETS['-'.charCodeAt(0)] = 62
SEXTETS['_'.charCodeAt(0)] = 63

const NIBBLES = new Int8Array(256).map((_, byte) => hexValue(byte))

/**
 * Undoes base64 wherever there is enough of it for `shortest` bytes, once for each of the four characters
 * that a group might begin with: text in front may have moved the secret, or a cut the groups.
 * Line breaks within are skipped.
 */
export function decodeBase64({ bytes, from, to, length }: View, shortest: number): View | null {
  return decodeRuns({ bytes, from, to, length }, SEXTETS, Math.ceil((shortest * 4) / 3), (run, decoded) => {
    const last = run.at(-1) ?? 0
    let padding = last + 1
    while (padding < length && bytes[padding] === EQUALS) padding++
    for (let phase = 0; phase < 4; phase++) {
      for (let index = 1; index < run.length; index++) {
        const place = (index - phase) & 3
        const before = run[index - 1] as number
        const at = run[index] as number
        if (place === 0) continue
        const bits = (sextet(bytes, before) << 6) | sextet(bytes, at)
        const byte = (bits >> (6 - 2 * place)) & 0xff
        decoded.push(byte, from[before] as number, to[at === last ? padding - 1 : at] as number)
      }
      decoded.push(BREAK, from[last] as number, from[last] as number)
    }
  })
}

/** Undoes hexadecimal of either case, at both alignments. */
export function decodeHex({ bytes, from, to, length }: View, shortest: number): View | null {
  return decodeRuns({ bytes, from, to, length }, NIBBLES, shortest * 2, (run, decoded) => {
    for (let phase = 0; phase < 2; phase++) {
      for (let index = phase; index + 1 < run.length; index += 2) {
        const high = run[index] as number
        const low = run[index + 1] as number
        const byte =
          ((NIBBLES[bytes[high] as number] as number) << 4) | (NIBBLES[bytes[low] as number] as number)
        decoded.push(byte, from[high] as number, to[low] as number)
      }
      decoded.push(BREAK, from[run[0] as number] as number, from[run[0] as number] as number)
    }
  })
}

const sextet = (bytes: Uint8Array, at: number): number => SEXTETS[bytes[at] as number] as number

/** Calls `decode` with the offsets of each run of at least `shortest` characters of an alphabet. */
function decodeRuns(
  { bytes, length }: View,
  alphabet: Int8Array,
  shortest: number,
  decode: (run: Int32Array, decoded: ViewBuilder) => void,
): View | null {
  let decoded: ViewBuilder | null = null
  for (let at = 0; at < length; ) {
    if (alphabet[bytes[at] as number] === -1) {
      at++
      continue
    }
    const start = at
    let count = 0
    for (;;) {
      const stretch = at
      while (at < length && alphabet[bytes[at] as number] !== -1) at++
      count += at - stretch
      const next = afterLineBreak(bytes, at, length)
      if (next === at || next >= length || alphabet[bytes[next] as number] === -1) break
      at = next
    }
    // Most words end here; only a long run is worth a list of its characters.
    if (count < shortest) continue
    const run = new Int32Array(count)
    for (let index = 0, from = start; index < count; from++)
      if (alphabet[bytes[from] as number] !== -1) run[index++] = from
    decoded ??= new ViewBuilder(1024)
    decode(run, decoded)
  }
  return decoded
}

/** Where text goes on after a line break and the next line's indentation; `at` where there is no break. */
function afterLineBreak(bytes: Uint8Array, at: number, length: number): number {
  let next = at
  if (bytes[next] === RETURN) next++
  if (bytes[next] !== LINE_FEED) return at
  next++
  while (next < length && (bytes[next] === 0x20 || bytes[next] === 0x09)) next++
  return next
}
