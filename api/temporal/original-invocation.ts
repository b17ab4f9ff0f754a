import type { Payload } from '@temporalio/common'
import type {
  ExecuteInput,
  FilledParameters,
  FillInput,
  UnderstoodMatch,
  UnderstoodQuestion,
} from '../../domain/activity-contract.ts'
import { ANSWER_WORKFLOW, type InvokeInput } from '../../domain/workflow-contract.ts'
import type { TemporalClient } from './connection.ts'
import { eventsOf, type LocalActivity, localActivityOf } from './event-history.ts'
import { readPayload } from './payload.ts'
import type { Execution } from './run-view.ts'

/** What a run was to do: whole, and with what its tokens of personal data stand for. */
export type Invocation = Pick<ExecuteInput, 'plan' | 'draft' | 'parameters' | 'pii'> &
  Pick<InvokeInput, 'from_outputs'>

const EXECUTIONS = ['callApi', 'runPython']
const FILLING = 'fillParameters'
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
  let understood: Understood | null = null
  let filled: Invocation | null = null
  let filling: string | null = null
  for await (const event of eventsOf(client, execution)) {
    const started = event.workflowExecutionStartedEventAttributes
    if (started && !ofQuestion) return read<InvokeInput>(started.input?.payloads?.[0])

    const scheduled = event.activityTaskScheduledEventAttributes
    const activity = scheduled?.activityType?.name ?? ''
    if (EXECUTIONS.includes(activity)) {
      const executed = await read<ExecuteInput>(scheduled?.input?.payloads?.[0])
      return executed && { ...executed, ...(filled?.from_outputs && { from_outputs: filled.from_outputs }) }
    }
    if (activity === FILLING && isFor(understood, await read<FillInput>(scheduled?.input?.payloads?.[0])))
      filling = String(event.eventId)

    const local = localActivityOf(event)
    if (
      local &&
      understood === null &&
      (await read<LocalActivity>(local.data))?.activity_type === UNDERSTANDING
    )
      understood = firstOf(await read(local.result))
    const completed = event.activityTaskCompletedEventAttributes
    const result = completed?.result?.payloads?.[0]
    if (completed && understood === null) understood = firstOf(await read(result))
    else if (completed && understood && filling === String(completed.scheduledEventId))
      filled = withFilled(understood, await read<FilledParameters>(result))
  }
  return filled ?? (understood && asInvocation(understood))
}

type Understood = Pick<UnderstoodQuestion, 'pii'> & { match: UnderstoodMatch }

/** Of a question's actions the first one that can run at once runs inside of its workflow. */
function firstOf(result: Partial<UnderstoodQuestion> | null): Understood | null {
  const complete = result?.matches?.filter(({ missing }) => missing.length === 0) ?? []
  const match = complete.find(({ from_outputs = [] }) => from_outputs.length === 0) ?? complete[0]
  return match ? { match, ...(result?.pii && { pii: result.pii }) } : null
}

/** Null of one that takes values from outputs: without these it would be another run. */
const asInvocation = ({ match: { plan, parameters, from_outputs }, pii }: Understood): Invocation | null =>
  from_outputs ? null : { plan, parameters, draft: null, ...(pii && { pii }) }

const isFor = (understood: Understood | null, input: FillInput | null): boolean =>
  input?.plan.id === understood?.match.plan.id &&
  JSON.stringify(input?.parameters) === JSON.stringify(understood?.match.parameters)

function withFilled({ match, pii = [] }: Understood, filled: FilledParameters | null): Invocation | null {
  if (!filled || filled.missing.length > 0) return null
  const boxes = [...pii, ...(filled.pii ?? [])]
  return {
    plan: match.plan,
    parameters: { ...match.parameters, ...filled.parameters },
    draft: null,
    from_outputs: Object.keys(filled.parameters),
    ...(boxes.length > 0 && { pii: boxes }),
  }
}
