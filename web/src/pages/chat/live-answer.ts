import type { AnswerEvent, Asked, StepTold } from '../../api/answer-stream.ts'

/** A question whose answer is being made, as far as it has come. */
export interface LiveAnswer {
  asked: Asked
  /** How many messages the conversation had before. */
  after: number
  /** Of the question's run; null before anything has come. */
  answerId: string | null
  steps: StepTold[]
  text: string
  state: 'coming' | 'lost' | 'cancelled' | 'left' | 'failed'
  /** Why it has failed. */
  error: unknown
}

export const beginAnswer = (asked: Asked, after: number): LiveAnswer => ({
  asked,
  after,
  answerId: null,
  steps: [],
  text: '',
  state: 'coming',
  error: null,
})

/** The answer after one more event of its stream. */
export function takeEvent(live: LiveAnswer, event: AnswerEvent): LiveAnswer {
  // What was stopped says nothing more until it is over.
  if (isStopped(live)) return live
  if (event.event === 'lost') return { ...live, state: 'lost' }
  const known: LiveAnswer = { ...live, answerId: event.answerId, state: 'coming' }
  if (event.event === 'step') return { ...known, steps: withStep(live.steps, event.data) }
  if (event.event === 'done') return { ...known, text: event.data.content }
  const { text, reset } = event.data
  return { ...known, text: reset ? text : live.text + text }
}

/** Whether whoever asked waits no more. */
export const isStopped = ({ state }: Pick<LiveAnswer, 'state'>): boolean =>
  state === 'cancelled' || state === 'left'

/** The answer where it could not be had. What was stopped has been given up already. */
export const failedWith = (live: LiveAnswer, error: unknown): LiveAnswer =>
  isStopped(live) ? live : { ...live, state: 'failed', error }

/** A step that ends takes the place of its beginning; an action may run twice side by side. */
function withStep(steps: StepTold[], told: StepTold): StepTold[] {
  const begun = steps.findIndex(
    ({ step, action, status }) =>
      step === told.step && action?.id === told.action?.id && status === 'running',
  )
  return begun < 0 || told.status === 'running' ? [...steps, told] : steps.with(begun, told)
}
