import { Context } from '@temporalio/activity'
import { type Delta, SIGNALS } from '../domain/workflow-contract.ts'

/** Each delta is an event of the run's history and makes its workflow work: less often as an answer gets long. */
const FIRST_PAUSE_MS = 120
const LONGEST_PAUSE_MS = 500
const PAUSE_GROWTH = 1.05
/** UTF-16 units; Temporal limits the size of a signal. */
const LONGEST_DELTA = 16_000
/** All that is sent of one answer at most; the rest comes with the result. */
const LONGEST_TEXT = 200_000
/** A delta that can't be sent must not hold up the answer. */
const CALL_TIMEOUT_MS = 5_000
const LAST_CALL_MS = 1_000
const FAILURES_AT_MOST = 3

export interface DeltaSender {
  add(piece: string): void
  /** Nothing is sent afterwards; what was not sent yet is in the activity's result. */
  end(): Promise<void>
}

export type SendDelta = (delta: Delta, signal: AbortSignal) => Promise<unknown>

/**
 * Sends text in batches, one after the other. What could not be sent is in the next batch once more, at the same
 * index. Never throws: whoever reads along gets the whole answer in any case.
 */
export function createDeltaSender(send: SendDelta, attempt: number): DeltaSender {
  const stop = new AbortController()
  let text = ''
  let sent = 0
  let pause = FIRST_PAUSE_MS
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> = Promise.resolve()
  let ended = false

  function plan(): void {
    const isDone = ended || failures === FAILURES_AT_MOST || sent === text.length || sent >= LONGEST_TEXT
    if (timer || isDone) return
    timer = setTimeout(() => {
      sending = flush()
    }, pause)
  }

  async function flush(): Promise<void> {
    const piece = wholeCharacters(text.slice(sent, sent + LONGEST_DELTA))
    try {
      await send({ attempt, index: sent, text: piece }, stop.signal)
      sent += piece.length
      failures = 0
    } catch {
      failures += 1
    }
    pause = Math.min(LONGEST_PAUSE_MS, pause * PAUSE_GROWTH)
    timer = undefined
    plan()
  }

  return {
    add(piece) {
      text += piece
      plan()
    },
    async end() {
      ended = true
      clearTimeout(timer)
      const lastCall = setTimeout(() => stop.abort(), LAST_CALL_MS)
      await sending
      clearTimeout(lastCall)
    },
  }
}

/** Without half of a character at its end: the other half comes with the next. */
const wholeCharacters = (text: string): string =>
  text.length > 1 && /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text

/** To the workflow of the present activity, as signals. */
export function sendDeltas(): DeltaSender {
  const { client, info } = Context.current()
  const { workflowId = '', runId } = info.workflowExecution ?? {}
  const handle = client.workflow.getHandle(workflowId, runId)
  return createDeltaSender(
    (delta, signal) =>
      // Of its own: the client never takes off what it puts on a signal.
      client.withAbortSignal(AbortSignal.any([signal]), () =>
        client.withDeadline(Date.now() + CALL_TIMEOUT_MS, () => handle.signal(SIGNALS.delta, delta)),
      ),
    info.attempt,
  )
}
