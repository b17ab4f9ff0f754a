import type { Found } from './found.ts'

/**
 * Of finds in JSON text, those that are a number by themselves: a label in their place needs quotes, or the text would
 * be no JSON any more.
 */
export function bareNumbers(text: string, found: Found[]): Set<Found> {
  const bare = new Set<Found>()
  if (found.length === 0 || !/^\s*[{[]/.test(text)) return bare
  let at = 0
  let inString = false
  for (const each of found) {
    for (; at < each.from; at++) {
      if (text[at] === '\\' && inString) at++
      else if (text[at] === '"') inString = !inString
    }
    if (!inString && isNumberIn(text, each)) bare.add(each)
  }
  return bare
}

const isNumberIn = (text: string, { from, to }: Found): boolean =>
  /^\d+$/.test(text.slice(from, to)) &&
  /[:,[]\s*$/.test(text.slice(Math.max(0, from - 50), from)) &&
  /^\s*(?:[,}\]]|$)/.test(text.slice(to, to + 50))
