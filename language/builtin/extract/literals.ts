import type { Candidate, CandidateKind } from './candidate.ts'

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
const URL_TEXT = /\b(?:https?|ftp|wss?):\/\/[^\s<>"'“”]+/gi
const HOST =
  /(?<![@\p{L}\p{N}_/-])(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,12}(?::\d+)?(?:\/[^\s<>"'“”,]*)?(?![@\p{L}\p{N}])/giu
const ADDRESS = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\d.])/g
const QUOTED =
  /"([^"\n]{1,2000})"|“([^”\n]{1,2000})”|«([^»\n]{1,2000})»|`([^`\n]{1,2000})`|(?<![\p{L}\p{N}])'([^\n]{1,2000}?)'(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])‘([^’\n]{1,2000})’/gu
// Letters and digits mixed, or parts joined by - _ / with at least one digit: ABC-123, rs6034464, 2022/AL2562, #4711.
const MIXED =
  /(?<![\p{L}\p{N}@._/-])#?(?=[\p{L}\p{N}_/.-]*\d)[\p{L}\p{N}]+(?:[-_/.][\p{L}\p{N}]+)*(?![\p{L}\p{N}@])/gu
const DATE = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$/
const DIGITS_ONLY = /^\d+(?:\.\d+)?$/
const MEASURE =
  /^\d+(?:\.\d+)?(?:st|nd|rd|th|%|[kmb]|[ap]m|kg|km|cm|mm|m|g|mg|h|min|s|ms|lb|lbs|ft|in|gb|mb|kb|kpa|hz|khz|mhz|usd|eur|nm|mph|x|d)$/i

/** Values that show by their form what they are: quoted text, email addresses, URLs, ids. */
export function literalsIn(question: string): Candidate[] {
  const found: Candidate[] = []
  const add = (kind: CandidateKind, text: string, start: number): void => {
    const trimmed = text.replace(/[.,;:!?)\]]+$/, '')
    const end = start + trimmed.length
    const inside = found.some((other) => other.kind !== 'quoted' && start < other.end && other.start < end)
    if (trimmed && !inside) found.push({ kind, start, end, text: trimmed })
  }
  for (const match of question.matchAll(QUOTED)) {
    const inner = match.slice(1).find((group) => group !== undefined) ?? ''
    const start = match.index + 1
    if (inner.trim()) found.push({ kind: 'quoted', start, end: start + inner.length, text: inner.trim() })
  }
  for (const { 0: text, index } of question.matchAll(EMAIL)) add('email', text, index)
  for (const { 0: text, index } of question.matchAll(URL_TEXT)) add('url', text, index)
  for (const { 0: text, index } of question.matchAll(ADDRESS)) add('url', text, index)
  for (const { 0: text, index } of question.matchAll(HOST)) if (isHost(text)) add('url', text, index)
  for (const { 0: text, index } of question.matchAll(MIXED)) {
    const bare = text.replace(/^#/, '')
    if (MEASURE.test(bare) || DATE.test(bare) || /^\d{1,2}(?::\d\d)?[ap]m$/i.test(bare)) continue
    if (DIGITS_ONLY.test(bare)) {
      if (text.startsWith('#')) add('id', bare, index + 1)
    } else add('id', bare, index + (text.length - bare.length))
  }
  return found
}

/** "example.com" is a host; "e.g" and "done.Then" are not. */
function isHost(text: string): boolean {
  const labels = (text.split(/[/:]/)[0] ?? '').split('.')
  const last = labels.at(-1) ?? ''
  return labels.every((label) => label.length > 1) && last === last.toLowerCase() && text.length >= 5
}
