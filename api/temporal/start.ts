import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client'
import { Problem } from '../../domain/problems.ts'
import { summaryText } from '../../domain/summary-text.ts'
import {
  ANSWER_WORKFLOW,
  type AnswerInput,
  INVOKE_WORKFLOW,
  type InvokeInput,
  REQUEST_FINGERPRINT,
  runAttributes,
  runMemo,
  SEARCH_ATTRIBUTES,
  TASK_QUEUE,
} from '../../domain/workflow-contract.ts'
import type { TemporalClient } from './connection.ts'
import { type Idempotency, workflowIdFor } from './workflow-ids.ts'

export interface Started {
  workflowId: string
  /** Null where an earlier request had started it. */
  runId: string | null
}

/** Starts a run of one action. */
export function startInvocation(
  temporal: TemporalClient,
  input: InvokeInput,
  idempotency: Idempotency | null,
): Promise<Started> {
  return startOnce(
    temporal,
    INVOKE_WORKFLOW,
    workflowIdFor(input.guru, input.trigger, idempotency),
    idempotency,
    {
      args: [input],
      searchAttributes: runAttributes(input),
      memo: { ...runMemo(input) },
      staticSummary: summaryText(input.plan.name),
      staticDetails: `**${input.plan.name}**, trigger: ${input.trigger}`,
    },
  )
}

/** Starts answering a question. */
export function startAnswer(
  temporal: TemporalClient,
  input: AnswerInput,
  idempotency: Idempotency | null,
): Promise<Started> {
  return startOnce(
    temporal,
    ANSWER_WORKFLOW,
    workflowIdFor(input.guru, 'question', idempotency),
    idempotency,
    {
      args: [input],
      searchAttributes: { [SEARCH_ATTRIBUTES.guru]: [input.guru] },
      memo: {},
      staticSummary: summaryText(input.question),
    },
  )
}

interface StartOptions {
  args: unknown[]
  searchAttributes: Record<string, string[]>
  memo: Record<string, unknown>
  staticSummary: string
  staticDetails?: string
}

async function startOnce(
  temporal: TemporalClient,
  type: string,
  workflowId: string,
  idempotency: Idempotency | null,
  options: StartOptions,
): Promise<Started> {
  const memo = { ...options.memo, ...(idempotency && { [REQUEST_FINGERPRINT]: idempotency.fingerprint }) }
  try {
    const { firstExecutionRunId } = await temporal.soon(() =>
      temporal.client.workflow.start(type, {
        ...options,
        memo,
        workflowId,
        taskQueue: TASK_QUEUE,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
      }),
    )
    return { workflowId, runId: firstExecutionRunId }
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError) || !idempotency) throw error
    await checkSameRequest(temporal, workflowId, idempotency)
  }
  return { workflowId, runId: null }
}

async function checkSameRequest(
  temporal: TemporalClient,
  workflowId: string,
  { fingerprint }: Idempotency,
): Promise<void> {
  const { memo } = await temporal.soon(() => temporal.client.workflow.getHandle(workflowId).describe())
  if (memo?.[REQUEST_FINGERPRINT] !== fingerprint)
    throw new Problem(
      'conflict',
      'This Idempotency-Key was used for another request. Use a new key for a new request.',
    )
}
