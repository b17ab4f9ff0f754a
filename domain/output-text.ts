import type { CappedOutput } from './capped-output.ts'
import { CUT_MARGIN_BYTES } from './capped-output.ts'
import { type MaskedPiece, type Masker, textOf } from './masking.ts'

/** What a run shows of a stream. */
export interface OutputText {
  text: string
  /** Whether anything was left out. */
  truncated: boolean
}

/**
 * Turns captured bytes into the text that a run keeps: decoded (broken UTF-8 becomes U+FFFD), masked, and only
 * then cut to at most `limitBytes` of UTF-8, half from its head and half from its tail. Where the capture itself
 * has a gap, no part of a secret that the gap broke is shown: before it, what may be the beginning of one is
 * dropped, and after it, as much as one may take.
 */
export function shapeOutput(output: CappedOutput, masker: Masker, limitBytes: number): OutputText {
  const { head, tail, total } = output
  const captured = head.length + tail.length
  if (total <= captured) {
    const whole = new Uint8Array(captured)
    whole.set(head)
    whole.set(tail, head.length)
    const pieces = masker.maskPieces(decode(whole))
    if (sizeOf(pieces) <= limitBytes) return { text: textOf(pieces), truncated: false }
    return { text: cutToFit(pieces, pieces, sizeOf(pieces), limitBytes), truncated: true }
  }
  const start = masker.maskCut(decode(withoutBrokenEnd(head)))
  const tailText = decode(withoutBrokenStart(tail))
  const margin = Math.min(CUT_MARGIN_BYTES, masker.longest)
  const end = masker.maskPieces(tailText, Math.min(tailText.length, margin))
  const dropped = start.dropped + byteLength(tailText.slice(0, margin))
  const all = total - captured + dropped + sizeOf(start.pieces) + sizeOf(end)
  return { text: cutToFit(start.pieces, end, all, limitBytes), truncated: true }
}

/**
 * The beginning of a message, masked and then cut to at most `limitBytes` of UTF-8.
 * @param wholeUntil from so many characters on it may have been cut off before, in the middle of a secret perhaps
 */
export function shapeMessage(
  message: string,
  masker: Masker,
  { limitBytes, wholeUntil }: { limitBytes: number; wholeUntil: number },
): string {
  const isWhole = message.length < wholeUntil
  const pieces = isWhole ? masker.maskPieces(message) : masker.maskCut(message.slice(0, wholeUntil)).pieces
  return take(pieces, limitBytes, false)
}

const encoder = new TextEncoder()
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
const byteLength = (text: string): number => encoder.encode(text).length
const sizeOf = (pieces: MaskedPiece[]): number => byteLength(textOf(pieces))

const marker = (bytes: number): string => `\n… ${bytes.toLocaleString('en-US')} bytes left out …\n`

/** The first pieces of `head`, a marker, and the last of `tail`, within `limit` bytes; of `all` bytes in total. */
function cutToFit(head: MaskedPiece[], tail: MaskedPiece[], all: number, limit: number): string {
  const room = limit - byteLength(marker(all))
  if (room < 0) return ''
  const half = Math.floor(room / 2)
  const tailSize = head === tail ? half : sizeOf(tail)
  const first = take(head, room - Math.min(half, tailSize), false)
  const last = take(tail, room - byteLength(first), true)
  return `${first}${marker(all - byteLength(first) - byteLength(last))}${last}`
}

/** As many pieces as `room` bytes hold, from the start or the end; marks and characters whole or not at all. */
function take(pieces: MaskedPiece[], room: number, fromEnd: boolean): string {
  const taken: string[] = []
  let left = room
  for (const { text, mark } of fromEnd ? pieces.toReversed() : pieces) {
    const size = byteLength(text)
    if (size <= left) {
      taken.push(text)
      left -= size
      continue
    }
    if (!mark) taken.push(fromEnd ? lastBytes(text, left) : firstBytes(text, left))
    break
  }
  return (fromEnd ? taken.reverse() : taken).join('')
}

function firstBytes(text: string, room: number): string {
  const { read } = encoder.encodeInto(text, new Uint8Array(room))
  return text.slice(0, read)
}

function lastBytes(text: string, room: number): string {
  let at = text.length
  for (let left = room; at > 0; ) {
    const low = text.charCodeAt(at - 1)
    const pair = at > 1 && low >= 0xdc00 && low < 0xe000 && isHigh(text.charCodeAt(at - 2))
    left -= pair ? 4 : low < 0x80 ? 1 : low < 0x800 ? 2 : 3
    if (left < 0) break
    at -= pair ? 2 : 1
  }
  return text.slice(at)
}

const isHigh = (code: number): boolean => code >= 0xd800 && code < 0xdc00

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/** Without the first bytes of a character that the cut broke. */
function withoutBrokenEnd(bytes: Uint8Array): Uint8Array {
  let lead = bytes.length - 1
  while (lead > 0 && lead > bytes.length - 4 && isContinuation(bytes[lead])) lead--
  const byte = bytes[lead] ?? 0
  const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
  return lead + needed > bytes.length ? bytes.subarray(0, Math.max(0, lead)) : bytes
}

/** Without the last bytes of such a character. */
function withoutBrokenStart(bytes: Uint8Array): Uint8Array {
  let start = 0
  while (start < 3 && isContinuation(bytes[start])) start++
  return bytes.subarray(start)
}
