/** A text that its readers only ever see grow: what they have can't be taken back. */
export interface GrowingText {
  /** What to add so that readers have `text`; empty as long as they have something else. */
  add(text: string): string
  /** The same for the last time: where they have something else, the whole after it. */
  finish(text: string): string
  /** What they have. */
  shown(): string
}

const SEPARATOR = '\n\n---\n\n'

export function createGrowingText(): GrowingText {
  let shown = ''
  const show = (more: string): string => {
    shown += more
    return more
  }
  const add = (text: string): string => (text.startsWith(shown) ? show(text.slice(shown.length)) : '')
  return {
    add,
    finish: (text) => (text.startsWith(shown) ? add(text) : show(`${SEPARATOR}${text}`)),
    shown: () => shown,
  }
}
