import type { ServerEvent } from './event-stream.ts'
import type { News } from './follow-answer.ts'
import { type Position, writePosition } from './position.ts'

/** What a client shows: it knows where it stands, and which text it has. */
export interface Shown {
  position: Position
  /** Null where that is something else than the answer so far. */
  text: string | null
}

/** The events that news become, with what the client shows after each. */
export function outputsOf(shown: Shown, news: News): { event: ServerEvent; shown: Shown }[] {
  const { position } = shown
  const { workflow, from, to, steps, before, text } = news
  const known = position.aside ? null : before
  const hasWords = text !== before
  const count = steps.length + (hasWords ? 1 : 0)
  const after = (done: number, aside: boolean): Position => ({
    ...position,
    ...(done === count ? { taken: to, partly: null } : { taken: from, partly: { workflow, count: done } }),
    aside,
  })
  const outputs = steps.map((data, index): { event: ServerEvent; shown: Shown } => {
    const place = after(index + 1, position.aside)
    return {
      event: { id: writePosition(place), event: 'step', data },
      shown: { position: place, text: known },
    }
  })
  if (hasWords) {
    const place = after(count, false)
    const data = deltaOf(known, text)
    outputs.push({
      event: { id: writePosition(place), event: 'delta', data },
      shown: { position: place, text },
    })
  }
  return outputs
}

/** What leads from one text to another: what is added, or the whole in place of what was there. */
export const deltaOf = (shown: string | null, text: string): { text: string; reset?: true } =>
  shown !== null && text.startsWith(shown) ? { text: text.slice(shown.length) } : { text, reset: true }
