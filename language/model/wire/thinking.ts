/*
 * Models that think in the text itself do so between <think> and </think>, before they answer. Some leave the opening
 * mark to their template: then the text begins in the middle of it.
 */

const OPEN = /<think(?:ing)?>/i
const CLOSE = /<\/think(?:ing)?>/i
const ANY = /<\/?think(?:ing)?>/gi
const MARKS = ['<think>', '<thinking>', '</think>', '</thinking>']

/** Whether a text closes a thought that it has not opened. */
export function beginsThinking(text: string): boolean {
  const [first] = text.match(ANY) ?? []
  return first !== undefined && CLOSE.test(first)
}

/** A whole text without its thoughts. */
export function withoutThinking(text: string): string {
  const filter = createThinkingFilter(beginsThinking(text))
  return (filter.push(text) + filter.end()).trim()
}

export interface ThinkingFilter {
  /** What of the text so far can be shown in addition. */
  push(piece: string): string
  /** What is left at the end of the text. */
  end(): string
}

/** Takes thoughts out of a text that comes in pieces. `thinking`: the text begins inside one. */
export function createThinkingFilter(thinking = false): ThinkingFilter {
  let inside = thinking
  let shown = false
  // A model that was thought to begin inside a thought may turn out not to: then the text is all there is.
  let withheld = thinking ? '' : null
  let rest = ''

  const take = (): string => {
    let out = ''
    for (;;) {
      const mark = (inside ? CLOSE : ANY_ONE).exec(rest)
      if (!mark) break
      if (!inside) out += rest.slice(0, mark.index)
      inside = !inside && OPEN.test(mark[0])
      withheld = null
      rest = rest.slice(mark.index + mark[0].length)
    }
    const kept = beginningOfMark(rest)
    const ready = rest.slice(0, rest.length - kept)
    rest = rest.slice(rest.length - kept)
    if (!inside) out += ready
    else if (withheld !== null) withheld += ready
    if (!shown) out = out.trimStart()
    shown ||= out !== ''
    return out
  }

  return {
    push(piece) {
      rest += piece
      return take()
    },
    end() {
      if (inside) return withheld === null ? '' : withheld + rest
      return rest
    },
  }
}

const ANY_ONE = new RegExp(ANY.source, 'i')

/** How many characters at the end of a text may become a mark. */
function beginningOfMark(text: string): number {
  const from = text.lastIndexOf('<')
  if (from < 0) return 0
  const end = text.slice(from).toLowerCase()
  return MARKS.some((mark) => mark.startsWith(end)) ? end.length : 0
}
