/** What a stretch of a request stands for. A shell's variable is a secret or a parameter once its place is known. */
export interface Reference {
  /** Of the shell's variable; null for what a command would print. */
  variable: string | null
  /** Stood alone where a number or an object must be, such as a value of JSON without quotes. */
  unquoted?: boolean
  kind: 'undecided' | 'secret' | 'parameter'
  name: string
}

/*
 * A reference within a text is its number between two code points that no text may hold (noncharacters of Unicode).
 * So everything that cuts, decodes and joins texts can stay as it is, and no input can pretend to be one.
 */
const OPEN = '\uFDD0'
const CLOSE = '\uFDD1'
const MARK = /\uFDD0(\d+)\uFDD1/g
/** The same for `<id>` outside of quotes, which the shell would take for a redirection. */
export const ANGLE_OPEN = '\uFDD2'
export const ANGLE_CLOSE = '\uFDD3'

/** Takes away what only marks may hold. */
export const unmarked = (text: string): string => text.replace(/[\uFDD0-\uFDD3]/g, '\uFFFD')

export class Marks {
  readonly #references: Reference[] = []

  add(reference: Reference): string {
    this.#references.push(reference)
    return `${OPEN}${this.#references.length - 1}${CLOSE}`
  }

  /** Cuts a text into what it says itself and what it refers to. */
  pieces(text: string): (string | Reference)[] {
    const pieces: (string | Reference)[] = []
    let from = 0
    for (const match of text.matchAll(MARK)) {
      if (match.index > from) pieces.push(text.slice(from, match.index))
      const reference = this.#references[Number(match[1])]
      if (reference) pieces.push(reference)
      from = match.index + match[0].length
    }
    if (from < text.length) pieces.push(text.slice(from))
    return pieces
  }

  /** The reference that a text is as a whole, or null. */
  only(text: string): Reference | null {
    const [first, ...rest] = this.pieces(text)
    return first !== undefined && typeof first !== 'string' && rest.length === 0 ? first : null
  }

  has(text: string): boolean {
    return text.includes(OPEN)
  }

  /** Changes what a text says itself, and leaves what it refers to. */
  map(text: string, change: (literal: string) => string): string {
    if (!this.has(text)) return change(text)
    let changed = ''
    let from = 0
    for (const match of text.matchAll(MARK)) {
      changed += change(text.slice(from, match.index)) + match[0]
      from = match.index + match[0].length
    }
    return changed + change(text.slice(from))
  }
}
