import type { Found } from './found.ts'
import { DETECTOR_LABELS } from './labels.ts'

/** RFC 5321: what an address may have on each side of the @. */
const LONGEST_LOCAL = 64
const LONGEST_DOMAIN = 253

/** The @ as it is, and as URLs, JSON and HTML write it. */
const AT = /@|%40|\\u0040|&#(?:64|x40);/gi
const LOCAL = /[\p{L}\p{N}._%+'-]/u
const DOMAIN =
  /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)*/u
const TOP_LEVEL = /^(?:xn--[\p{L}\p{N}-]+|\p{L}{2,})$/u

/** Email addresses: what stands around each @, which takes time for the @s only. */
export function findEmails(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: at, index } of text.matchAll(AT)) {
    const from = localStart(text, index)
    const domain = domainAfter(text, index + at.length)
    if (from < index && domain > 0)
      found.push({ from, to: index + at.length + domain, name: DETECTOR_LABELS.email })
  }
  return found
}

function localStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < LONGEST_LOCAL && LOCAL.test(text[start - 1] ?? '')) start--
  // A quote or a dot before it is no part of it.
  while (start < at && /[.'%-]/.test(text[start] ?? '')) start++
  return start
}

/** How many characters from `start` are a domain with a top level; 0 where there is none. */
function domainAfter(text: string, start: number): number {
  const window = text.slice(start, start + LONGEST_DOMAIN)
  let domain = DOMAIN.exec(window)?.[0] ?? ''
  for (;;) {
    const dot = domain.lastIndexOf('.')
    if (dot < 1) return 0
    if (TOP_LEVEL.test(domain.slice(dot + 1))) return domain.length
    domain = domain.slice(0, dot)
  }
}
