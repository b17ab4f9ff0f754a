import type { Payload } from '@temporalio/common'
import type { Interpretation, UnderstoodQuestion } from '../../domain/activity-contract.ts'
import type { AnswerRecord, RunRecord, Step, StepName } from '../../domain/run.ts'
import {
  ANSWER_WORKFLOW,
  type ApprovalDecision,
  type Delta,
  type ExecuteResult,
  INVOKE_WORKFLOW,
  type InvokeInput,
  SEARCH_ATTRIBUTES,
  SIGNALS,
} from '../../domain/workflow-contract.ts'
import { type HistoryEvent, type LocalActivity, localActivityOf } from '../temporal/event-history.ts'
import { isEnd } from './endings.ts'
import { createStepChanges } from './step-changes.ts'
import type { StepChange, Told } from './told.ts'
import { createWords } from './words.ts'

export type Read = <T>(payload: Payload | null | undefined) => Promise<T | null>

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

/** Takes the events of one workflow in their order, keeps what they tell, and answers which steps they change. */
export interface Teller {
  readonly told: Told
  take(event: HistoryEvent): Promise<StepChange[]>
}

export function createTeller(read: Read): Teller {
  const told: Told = {
    understood: null,
    action: null,
    parameters: {},
    text: '',
    whole: false,
    awaitsApproval: false,
    children: [],
    ended: null,
  }
  const words = createWords()
  const steps = createStepChanges()
  /** By the number of the event that scheduled it. */
  const activities = new Map<string, Begun>()
  let approved: boolean | null = null

  async function begin(name: string, input: Payload | null | undefined): Promise<Begun | null> {
    const step = STEP_OF[name]
    if (!step) return null
    const { plan, parameters } = step === 'detect' ? {} : ((await read<Partial<InvokeInput>>(input)) ?? {})
    const action = plan ? actionOf({ plan }) : told.action
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

  async function takeActivity(event: HistoryEvent): Promise<void> {
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

  async function takeSignal(event: HistoryEvent): Promise<void> {
    const signal = event.workflowExecutionSignaledEventAttributes
    const payload = signal?.input?.payloads?.[0]
    if (signal?.signalName === SIGNALS.approval)
      approved ??= (await read<ApprovalDecision>(payload))?.approved ?? null
    if (signal?.signalName !== SIGNALS.delta || told.whole) return
    const delta = await read<Delta>(payload)
    if (delta) words.take(delta)
    told.text = words.text()
  }

  async function takeAttributes(event: HistoryEvent): Promise<void> {
    const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields
    const value = async (name: keyof typeof SEARCH_ATTRIBUTES): Promise<string | undefined> =>
      [(await read<string | string[]>(fields?.[SEARCH_ATTRIBUTES[name]])) ?? []].flat()[0]
    const id = await value('action')
    const plan = told.understood?.matches.find((match) => match.plan.id === id)?.plan
    if (plan) told.action = actionOf({ plan })
    const outcome = await value('outcome')
    if (outcome === undefined) return
    const approval = { step: 'approve', action: told.action } as const
    told.awaitsApproval = outcome === 'awaiting_approval'
    if (told.awaitsApproval) steps.begin(approval)
    else steps.end(approval, approved ? 'succeeded' : 'failed')
    if (outcome !== 'running' && !told.awaitsApproval) steps.endAll()
  }

  async function takeChild(event: HistoryEvent): Promise<void> {
    const initiated = event.startChildWorkflowExecutionInitiatedEventAttributes
    if (initiated?.workflowType?.name === INVOKE_WORKFLOW) {
      const input = await read<InvokeInput>(initiated.input?.payloads?.[0])
      if (input)
        told.children.push({
          workflowId: initiated.workflowId ?? '',
          runId: null,
          plan: input.plan,
          parameters: input.parameters,
          content: null,
        })
    }
    const started = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution
    const child = childOf(started?.workflowId)
    if (child) child.runId = started?.runId ?? null
    const completed = event.childWorkflowExecutionCompletedEventAttributes
    const done = childOf(completed?.workflowExecution?.workflowId)
    if (done) {
      const record = await read<RunRecord>(completed?.result?.payloads?.[0])
      done.content = record?.answer ?? record?.error?.message ?? ''
    }
  }

  const childOf = (workflowId: string | null | undefined) =>
    told.children.find((child) => child.workflowId === workflowId)

  async function takeEnds(event: HistoryEvent): Promise<void> {
    const started = event.workflowExecutionStartedEventAttributes
    if (started?.workflowType?.name === ANSWER_WORKFLOW) steps.begin({ step: 'detect', action: null })
    else if (started) {
      const input = await read<InvokeInput>(started.input?.payloads?.[0])
      if (input) Object.assign(told, { action: actionOf(input), parameters: input.parameters })
    }
    const completed = event.workflowExecutionCompletedEventAttributes
    if (!isEnd(event)) return
    steps.endAll()
    const result = await read<Partial<AnswerRecord>>(completed?.result?.payloads?.[0])
    told.ended = { answer: typeof result?.content === 'string' ? (result as AnswerRecord) : null }
  }

  return {
    told,
    async take(event) {
      await takeEnds(event)
      await takeActivity(event)
      await takeSignal(event)
      await takeAttributes(event)
      await takeChild(event)
      return steps.changes()
    },
  }
}

const actionOf = ({ plan: { id, name } }: Pick<InvokeInput, 'plan'>): StepChange['action'] => ({ id, name })
