import type { AnswerRecord } from '../../domain/run.ts'
import type { HistoryEvent } from '../temporal/event-history.ts'
import { answerText } from './answer-text.ts'
import { endedChildOf, isEnd } from './endings.ts'
import { noPosition, type Position } from './position.ts'
import { readSideBySide, type Strand } from './side-by-side.ts'
import { createTeller, type Read, type Teller } from './teller.ts'
import type { Child, StepChange, Told } from './told.ts'

/** Where histories are read from. */
export interface Histories {
  /** From the first event on, until the workflow has ended. */
  events(workflowId: string, runId?: string): AsyncGenerator<HistoryEvent, void>
  read: Read
}

/** What one event of an answer's histories adds to its stream. */
export interface News {
  /** Of which of the workflows, as in positions; and what was taken of each before it, and after it. */
  workflow: number
  from: number[]
  to: number[]
  steps: StepChange[]
  /** The answer so far, before it and after it. */
  before: string
  text: string
  /** Whether a run has begun to wait for an approval. */
  beganToWait: boolean
  /** With the question's last: the answer, null where somebody ended the question. */
  ended: { answer: AnswerRecord | null } | null
}

/**
 * What happens to a question after a position, as its workflows' histories tell it: what was taken before is read
 * again, and kept silent about. Ends with the question.
 * @throws {Problem} 422 where the position is none that was ever sent
 */
export async function* followAnswer(
  { events, read }: Histories,
  position: Position,
): AsyncGenerator<News, void> {
  const histories = readSideBySide()
  const tellers: Teller[] = []
  const begin = (workflowId: string, runId?: string): Told => {
    const teller = createTeller(read)
    tellers.push(teller)
    histories.add(events(workflowId, runId))
    return teller.told
  }
  const question = begin(position.workflowId)
  /** In the order in which the question's own history tells that they started: the order of positions. */
  const children: Child[] = []
  const tellOf = (child: Child): Told | undefined => {
    const index = children.indexOf(child)
    return index < 0 ? undefined : tellers[index + 1]?.told
  }
  const beginChildren = (): void => {
    for (const child of question.children)
      if (child.runId !== null && !children.includes(child)) {
        children.push(child)
        begin(child.workflowId, child.runId)
      }
  }
  /** The end of a run is told after all that has led to it. */
  const waitsForChild = (event: HistoryEvent): boolean =>
    children.some(
      ({ workflowId }, index) =>
        (isEnd(event) || workflowId === endedChildOf(event)) && !histories.strands[index + 1]?.done,
    )
  const isNext = orderAfter(position, histories.strands)
  const mayGoOn = (strand: Strand): boolean =>
    isNext(strand) && !(strand.index === 0 && strand.head && waitsForChild(strand.head))

  let text = ''
  for (;;) {
    const from = histories.strands.map(({ last }) => last)
    const next = await histories.next(mayGoOn)
    const teller = tellers[next?.strand.index ?? 0]
    if (!next || !teller) {
      // No position that was ever sent makes histories wait for each other.
      if (histories.strands.some(({ done }) => !done)) throw noPosition()
      return
    }
    const { index, last } = next.strand
    const { told } = teller
    const waited = told.awaitsApproval
    const steps = await teller.take(next.event)
    if (index === 0) beginChildren()
    const before = text
    text = answerText(question, tellOf)
    const isNew = last > (position.taken[index] ?? 0)
    const { ended } = question
    if (!isNew && !ended) continue
    const to = histories.strands.map((strand) => strand.last)
    const place = { workflow: index, from, to, text, ended }
    if (isNew) yield { ...place, steps, before, beganToWait: told.awaitsApproval && !waited }
    else yield { ...place, steps: [], before: text, beganToWait: false }
  }
}

/** First what was taken before, of all; then the event that was taken partly; then whatever comes. */
function orderAfter({ taken, partly }: Position, strands: readonly Strand[]): (strand: Strand) => boolean {
  const lastOf = (index: number): number => taken[index] ?? 0
  const isBehind = (index: number): boolean => {
    const strand = strands[index]
    if (!strand) return !strands[0]?.done
    return strand.last < lastOf(index) && !strand.done && !(Number(strand.head?.eventId) > lastOf(index))
  }
  const isPartlyOpen = (): boolean => {
    const strand = partly && strands[partly.workflow]
    return Boolean(strand && strand.last <= lastOf(strand.index) && !strand.done)
  }
  return ({ index, head }) => {
    if (Number(head?.eventId) <= lastOf(index)) return true
    if (taken.some((_, other) => isBehind(other))) return false
    return !isPartlyOpen() || index === partly?.workflow
  }
}
