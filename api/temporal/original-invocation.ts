import type { Payload } from '@temporalio/common'
import type { ExecuteInput, UnderstoodQuestion } from '../../domain/activity-contract.ts'
import { ANSWER_WORKFLOW, type InvokeInput } from '../../domain/workflow-contract.ts'
import type { TemporalClient } from './connection.ts'
import { eventsOf, type LocalActivity, localActivityOf } from './event-history.ts'
import { readPayload } from './payload.ts'
import type { Execution } from './run-view.ts'

/** What a run was to do: whole, and with what its tokens of personal data stand for. */
export type Invocation = Pick<ExecuteInput, 'plan' | 'draft' | 'parameters' | 'pii'>

const EXECUTIONS = ['callApi', 'runPython']
const UNDERSTANDING = 'understandQuestion'

/**
 * What a run was started with, from its workflow's events: everything else shortens texts. Null where it ended before
 * that was known.
 */
export async function originalInvocation(
  { client }: TemporalClient,
  execution: Execution,
): Promise<Invocation | null> {
  const read = <T>(payload: Payload | null | undefined) => readPayload<T>(client, payload)
  const ofQuestion = execution.type === ANSWER_WORKFLOW
  let understood: Invocation | null = null
  for await (const event of eventsOf(client, execution)) {
    const started = event.workflowExecutionStartedEventAttributes
    if (started && !ofQuestion) return read<InvokeInput>(started.input?.payloads?.[0])

    const scheduled = event.activityTaskScheduledEventAttributes
    if (EXECUTIONS.includes(scheduled?.activityType?.name ?? ''))
      return read<ExecuteInput>(scheduled?.input?.payloads?.[0])

    const local = localActivityOf(event)
    if (
      local &&
      understood === null &&
      (await read<LocalActivity>(local.data))?.activity_type === UNDERSTANDING
    )
      understood = firstOf(await read(local.result))
    const completed = event.activityTaskCompletedEventAttributes
    if (completed && understood === null) understood = firstOf(await read(completed.result?.payloads?.[0]))
  }
  return understood
}

/** Of a question's actions the first one that can run at once runs inside of its workflow. */
function firstOf(result: Partial<UnderstoodQuestion> | null): Invocation | null {
  const complete = result?.matches?.filter(({ missing }) => missing.length === 0) ?? []
  const match = complete.find(({ from_outputs = [] }) => from_outputs.length === 0) ?? complete[0]
  if (!match) return null
  const { plan, parameters } = match
  return { plan, parameters, draft: null, ...(result?.pii && { pii: result.pii }) }
}
