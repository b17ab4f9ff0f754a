import type { Problem } from '../../domain/problems.ts'
import { invalid } from '../parse.ts'

/*
 * Where a client stands in a stream, as the `id` of an event. The histories of an answer's workflows are what is told;
 * each of them has an order, but they go on side by side, and are read in whichever order they come. So a position
 * names a place in each: with these, what the client has seen can be told again without a word twice or left out.
 */
export interface Position {
  workflowId: string
  /** By workflow, the number of the last event that was taken: the question's own first, then as they were begun. */
  taken: number[]
  /** That of the next event of one workflow the client has the first `count` outputs already. */
  partly: { workflow: number; count: number } | null
  /** Whether the last text was something else than the answer so far, such as that it waits. */
  aside: boolean
  /** Whether the answer was whole. */
  ended: boolean
}

const FORM = /^([\w.-]{1,400}):(?:(end)|([\d,]+)(?:\+(\d+)\.(\d+))?(~)?)$/
const MOST_WORKFLOWS = 100

/** @example `acme.question.20261129-093000.x7f3k2abcdef:17,9+1.2` */
export function writePosition({ workflowId, taken, partly, aside, ended }: Position): string {
  if (ended) return `${workflowId}:end`
  return `${workflowId}:${taken}${partly ? `+${partly.workflow}.${partly.count}` : ''}${aside ? '~' : ''}`
}

export const noPosition = (): Problem =>
  invalid([{ path: 'last-event-id', message: 'must be the id of an event of this stream' }])

/** @throws {Problem} 422 */
export function readPosition(id: string): Position {
  const [, workflowId = '', end, numbers = '', workflow, count, aside] = FORM.exec(id) ?? []
  const taken = end ? [] : numbers.split(',').map(Number)
  const partly = workflow === undefined ? null : { workflow: Number(workflow), count: Number(count) }
  const places = [...taken, partly?.count ?? 0]
  const isSound =
    places.every((place) => Number.isSafeInteger(place)) &&
    taken.length <= MOST_WORKFLOWS &&
    (partly === null || partly.workflow < taken.length)
  if (!workflowId || !isSound) throw noPosition()
  return { workflowId, taken, partly, aside: aside !== undefined, ended: end !== undefined }
}

/** Before anything. */
export const startOf = (workflowId: string): Position => ({
  workflowId,
  taken: [0],
  partly: null,
  aside: false,
  ended: false,
})
