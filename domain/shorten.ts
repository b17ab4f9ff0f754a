/** Keeps the head and the tail of a long text, three parts to one, around a word on what is left out. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const tail = Math.floor(limit / 4)
  const head = limit - tail
  const left = text.length - limit
  return `${text.slice(0, head)}\n… ${left} characters left out …\n${text.slice(-tail)}`.toWellFormed()
}
