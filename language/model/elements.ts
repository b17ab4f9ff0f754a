export interface Element {
  /** The second group of the opening, such as `get_order` of `<function=get_order>`. */
  of: string
  inner: string
}

/**
 * What stands between tags in a text: each ends where its tag is closed first. Models make texts of any length, so each
 * character is read only a few times, also where nothing is ever closed.
 * @param opening global; its first group is the tag
 */
export function elementsIn(text: string, opening: RegExp): Element[] {
  const lower = text.toLowerCase()
  const found: Element[] = []
  const neverClosed = new Set<string>()
  let end = 0
  for (const { 0: mark, 1: tag = '', 2: of = '', index } of text.matchAll(opening)) {
    const close = `</${tag.toLowerCase()}>`
    if (index < end || neverClosed.has(close)) continue
    const from = index + mark.length
    const to = lower.indexOf(close, from)
    if (to < 0) neverClosed.add(close)
    else {
      found.push({ of, inner: text.slice(from, to) })
      end = to + close.length
    }
  }
  return found
}
