/** Something the user has to do before the stack can run; printed as its message, without a stack trace. */
export class StackError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StackError'
  }
}

/** The first line of what went wrong (with the next where it only announces it), short enough for a terminal. */
export function inOneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const [first = 'no reason given', next = ''] = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return `${first}${/[:,]$/.test(first) ? ` ${next}` : ''}`.slice(0, 240)
}
