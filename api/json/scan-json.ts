/*
 * What JSON.parse doesn't tell: how deep a text goes, before it is parsed, and whether a key stands twice, afterwards.
 */

/** As deep as any schema of ours and documents of others go, and no deeper than a recursion takes. */
export const DEEPEST = 100

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING = '{['
const CLOSING = '}]'

/** Goes through the braces, brackets and strings of a text. Of an open string the rest counts as one. */
function* marks(text: string): Generator<{ mark: string; end: number }> {
  const next = /["{}[\]]/g
  for (let found = next.exec(text); found; found = next.exec(text)) {
    if (found[0] !== '"') {
      yield { mark: found[0], end: next.lastIndex }
      continue
    }
    next.lastIndex = endOfString(text, found.index)
    yield { mark: text.slice(found.index, next.lastIndex), end: next.lastIndex }
  }
}

/** Character by character: a regular expression's stack is too small for strings of megabytes. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === QUOTE) return at + 1
    if (character === BACKSLASH) at += 1
  }
  return text.length
}

/** Why a text should not be parsed at all, or null. It needs not be JSON. */
export function outOfBounds(text: string): string | null {
  let depth = 0
  for (const { mark } of marks(text)) {
    if (OPENING.includes(mark)) depth += 1
    else if (CLOSING.includes(mark)) depth -= 1
    if (depth > DEEPEST) return `The body is nested more than ${DEEPEST} levels deep.`
  }
  return null
}

/** A key that an object of this valid JSON has twice, or null. */
export function duplicateKey(text: string): string | null {
  const open: (Set<string> | null)[] = []
  const colon = /\s*:/y
  for (const { mark, end } of marks(text)) {
    if (OPENING.includes(mark)) open.push(mark === '{' ? new Set() : null)
    else if (CLOSING.includes(mark)) open.pop()
    else {
      colon.lastIndex = end
      if (!colon.test(text)) continue
      // Escaped or not, it is the same key.
      const key: string = JSON.parse(mark)
      const keys = open.at(-1)
      if (keys?.has(key)) return key
      keys?.add(key)
    }
  }
  return null
}
