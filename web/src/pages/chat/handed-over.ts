/** Not in the browser's history: what lies there is asked again on each reload. */
let handed: { guru: string; question: string } | null = null

/** Has the guru's chat ask this at once, if it is gone to next. */
export const handOver = (guru: string, question: string): void => {
  handed = { guru, question }
}

/** What was handed over to the guru's chat; once. Whoever gets to another guru's has thought better of it. */
export function takeHandedOver(guru: string): string | null {
  const question = handed?.guru === guru ? handed.question : null
  handed = null
  return question
}
