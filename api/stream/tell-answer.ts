import type { ServerEvent } from './event-stream.ts'
import { followAnswer, type Histories, type News } from './follow-answer.ts'
import { type Position, writePosition } from './position.ts'

/** What a client shows: it knows where it stands, and which text it has. */
export interface Shown {
  position: Position
  /** Null where that is something else than the answer so far. */
  text: string | null
}

export interface Output {
  event: ServerEvent
  /** What the client shows after it. */
  shown: Shown
}

/** What to send because of one event of the histories; `shown` after all of it. */
export interface Telling extends Pick<News, 'beganToWait' | 'ended'> {
  outputs: Output[]
  shown: Shown
}

/** What is to be sent to a client, after what it shows already. */
export async function* tellAnswer(histories: Histories, start: Shown): AsyncGenerator<Telling, void> {
  let shown = start
  /** Of the first news the client may have a part. */
  let had = start.position.partly?.count ?? 0
  for await (const news of followAnswer(histories, start.position)) {
    const outputs = outputsOf(shown, news).slice(had)
    had = 0
    const { position } = outputs.at(-1)?.shown ?? shown
    shown = { position, text: position.aside ? null : news.text }
    yield { outputs, shown, beganToWait: news.beganToWait, ended: news.ended }
  }
}

function outputsOf(shown: Shown, news: News): Output[] {
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
  const outputs = steps.map((data, index): Output => {
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
