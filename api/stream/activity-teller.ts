import type { Payload } from '@temporalio/common'
import type { Interpretation, UnderstoodQuestion } from '../../domain/activity-contract.ts'
import type { Step, StepName } from '../../domain/run.ts'
import type { ExecuteResult, InvokeInput } from '../../domain/workflow-contract.ts'
import { type HistoryEvent, type LocalActivity, localActivityOf } from '../temporal/event-history.ts'
import type { StepChanges } from './step-changes.ts'
import type { Read } from './teller.ts'
import { actionOf, type StepChange, type Told } from './told.ts'

/** The step that each activity is. What else it did, its result says. */
const STEP_OF: Record<string, StepName> = {
  understandQuestion: 'detect',
  fillParameters: 'extract',
  callApi: 'execute',
  runPython: 'execute',
  interpretResult: 'interpret',
}

interface Begun {
  step: StepName
  action: StepChange['action']
}

/** Takes what a workflow's activities tell, local ones included: their steps, and what came of them. */
export function createActivityTeller(
  told: Told,
  steps: StepChanges,
  read: Read,
): (event: HistoryEvent) => Promise<void> {
  /** By the number of the event that scheduled it. */
  const activities = new Map<string, Begun>()

  async function begin(name: string, input: Payload | null | undefined): Promise<Begun | null> {
    const step = STEP_OF[name]
    if (!step) return null
    const { plan, parameters } = step === 'detect' ? {} : ((await read<Partial<InvokeInput>>(input)) ?? {})
    const action = plan ? actionOf(plan) : told.action
    if (step === 'execute') Object.assign(told, { action, parameters: parameters ?? {} })
    // An execution whose failure nobody told of is over where its wording begins.
    if (step === 'interpret') steps.end({ step: 'execute', action }, 'failed')
    steps.begin({ step, action })
    return { step, action }
  }

  async function complete(begun: Begun, payload: Payload | null | undefined): Promise<void> {
    const result = await read<Partial<UnderstoodQuestion & ExecuteResult & Interpretation>>(payload)
    for (const step of result?.steps ?? []) endAsTold(step, begun)
    steps.end(begun, result?.error ? 'failed' : 'succeeded')
    if (begun.step === 'detect') told.understood = result as UnderstoodQuestion | null
    if (begun.step === 'interpret' && result?.answer !== undefined)
      Object.assign(told, { text: result.answer, whole: true })
  }

  function endAsTold({ name, status }: Step, { action }: Begun): void {
    if (status !== 'running') steps.tell({ step: name, action, status })
  }

  return async (event) => {
    const scheduled = event.activityTaskScheduledEventAttributes
    if (scheduled) {
      const begun = await begin(scheduled.activityType?.name ?? '', scheduled.input?.payloads?.[0])
      if (begun) activities.set(String(event.eventId), begun)
    }
    const completed = event.activityTaskCompletedEventAttributes
    const done = activities.get(String(completed?.scheduledEventId))
    if (done) await complete(done, completed?.result?.payloads?.[0])
    const failed =
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes ??
      event.activityTaskCanceledEventAttributes
    const lost = activities.get(String(failed?.scheduledEventId))
    // An execution that could not begin is tried again: what comes next tells.
    if (lost && lost.step !== 'execute') steps.end(lost, 'failed')
    const local = localActivityOf(event)
    if (local) {
      const name = (await read<LocalActivity>(local.data))?.activity_type ?? ''
      const begun = await begin(name, null)
      if (begun && local.failed) steps.end(begun, 'failed')
      else if (begun) await complete(begun, local.result)
    }
  }
}
