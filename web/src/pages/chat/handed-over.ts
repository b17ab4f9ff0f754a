/** Not in the browser's history: what lies there is asked again on each reload. */
let question: string | null = null

/** Has the chat that is gone to next ask this at once. */
export const handOver = (text: string): void => {
  question = text
}

/** What was handed over; once. */
export function takeHandedOver(): string | null {
  const taken = question
  question = null
  return taken
}
