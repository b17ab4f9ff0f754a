import type { Client } from '@temporalio/client'
import type { Payload } from '@temporalio/common'
import type { ExecuteInput, Interpretation, UnderstoodQuestion } from '../../domain/activity-contract.ts'
import type { RunRecord, StepName } from '../../domain/run.ts'
import {
  type AnswerInput,
  type ApprovalDecision,
  type ExecuteResult,
  type InvokeInput,
  SEARCH_ATTRIBUTES,
  SIGNALS,
} from '../../domain/workflow-contract.ts'
import { unreadableHistoryIn } from '../../encryption/unreadable-history.ts'
import { eventsOf, type HistoryEvent, type LocalActivity, localActivityOf, timeOf } from './event-history.ts'
import { createEnding } from './how-it-ended.ts'
import { readPayload } from './payload.ts'
import { type Execution, endedByHand, recordOf } from './run-view.ts'
import { createStepLog, type StepLog } from './step-log.ts'

/** The step that each activity begins. What else it did, its result says. */
const STEP_OF: Record<string, StepName> = {
  understandQuestion: 'detect',
  callApi: 'execute',
  runPython: 'execute',
  interpretResult: 'interpret',
}

type Read = <T>(payload: Payload | null | undefined) => Promise<T | null>

/**
 * A run without a result, from the events of its workflow: one that was ended by hand, or that no worker answers for.
 * It has what was known when it ended: parameters, the steps and their times, and the output where the action's own
 * part was done.
 */
export async function rebuildRun(client: Client, execution: Execution): Promise<RunRecord> {
  const warnings = new Set<string>()
  const read: Read = async (payload) => {
    try {
      return await readPayload(client, payload)
    } catch (error) {
      const unreadable = unreadableHistoryIn(error)
      if (!unreadable) throw error
      warnings.add(unreadable.message)
      return null
    }
  }
  const record = recordOf(execution)
  const noted = record.error
  const steps = createStepLog()
  const ending = createEnding()
  const take = createReader(record, steps, read)
  for await (const event of eventsOf(client, execution)) {
    await take(event)
    ending.take(event)
  }
  return {
    ...record,
    steps: steps.asOf(execution.closeTime?.getTime() ?? null),
    warnings: [...record.warnings, ...warnings],
    ...(endedByHand(execution) && { error: ending.error() ?? noted }),
  }
}

/** Takes one event after the other, and puts what it tells into the record and its steps. */
function createReader(record: RunRecord, steps: StepLog, read: Read): (event: HistoryEvent) => Promise<void> {
  /** By the number of the event that scheduled it. */
  const activities = new Map<string, StepName>()
  let decision: Partial<ApprovalDecision> | null = null

  async function succeeded(name: StepName, result: Payload | null | undefined, at: number): Promise<void> {
    steps.close(name, at, true)
    if (name === 'detect') {
      const { steps: exact = [] } = (await read<Partial<UnderstoodQuestion>>(result)) ?? {}
      if (exact.length > 0) steps.replace(name, exact)
    } else if (name === 'execute') {
      const { steps: exact = [], ...rest } = (await read<Partial<ExecuteResult>>(result)) ?? {}
      if (exact.length > 0) steps.replace(name, exact)
      Object.assign(record, rest)
    } else {
      const { steps: exact = [], answer } = (await read<Partial<Interpretation>>(result)) ?? {}
      if (exact.length > 0) steps.replace(name, exact)
      record.answer = answer ?? null
    }
  }

  async function takeOutcome(payload: Payload | null | undefined, at: number): Promise<void> {
    const [outcome] = [(await read<string | string[]>(payload)) ?? []].flat()
    if (outcome === 'awaiting_approval') steps.open('approve', at)
    else steps.close('approve', at, decision?.approved === true)
  }

  return async (event) => {
    const at = timeOf(event)
    const started = event.workflowExecutionStartedEventAttributes
    if (started) {
      const input = await read<Partial<InvokeInput & AnswerInput>>(started.input?.payloads?.[0])
      record.question = input?.question ?? record.question
      record.parameters = input?.parameters ?? record.parameters
    }

    const scheduled = event.activityTaskScheduledEventAttributes
    const name = STEP_OF[scheduled?.activityType?.name ?? '']
    if (scheduled && name) {
      activities.set(String(event.eventId), name)
      steps.open(name, at)
      if (name === 'execute') {
        const input = await read<Partial<ExecuteInput>>(scheduled.input?.payloads?.[0])
        record.parameters = input?.parameters ?? record.parameters
      }
    }
    const completed = event.activityTaskCompletedEventAttributes
    const done = activities.get(String(completed?.scheduledEventId))
    if (done) await succeeded(done, completed?.result?.payloads?.[0], at)
    const ended =
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes ??
      event.activityTaskCanceledEventAttributes
    const failed = activities.get(String(ended?.scheduledEventId))
    if (failed) steps.close(failed, at, false)
    // What an execution that was cancelled says as it ends.
    for (const payload of event.activityTaskCanceledEventAttributes?.details?.payloads ?? []) {
      const said = await read<unknown>(payload)
      if (typeof said === 'string') record.warnings.push(said)
    }

    const marker = localActivityOf(event)
    if (marker) {
      const data = await read<LocalActivity>(marker.data)
      const local = STEP_OF[data?.activity_type ?? '']
      if (local) {
        const { seconds = at / 1_000, nanos = 0 } = data?.original_schedule_time ?? {}
        steps.open(local, Math.floor(seconds * 1_000 + nanos / 1e6))
        if (marker.failed) steps.close(local, at, false)
        else await succeeded(local, marker.result, at)
      }
    }

    const signal = event.workflowExecutionSignaledEventAttributes
    if (signal?.signalName === SIGNALS.approval) decision ??= await read(signal.input?.payloads?.[0])
    const upserted = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields
    const outcome = upserted?.[SEARCH_ATTRIBUTES.outcome]
    if (outcome) await takeOutcome(outcome, at)
  }
}
