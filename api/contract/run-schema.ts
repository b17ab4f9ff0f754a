import { z } from 'zod'
import { RUN_STATUSES, STEP_NAMES, TRIGGERS } from '../../domain/run.ts'
import { RUN_ERRORS, type RunErrorCode } from '../../domain/run-errors.ts'
import { parameterValues, time, timeOrNull } from './common.ts'

export const runStatus = z.enum(RUN_STATUSES).meta({ id: 'RunStatus' })
export const trigger = z.enum(TRIGGERS).meta({ id: 'Trigger', description: 'What started the run' })
const errorCodes = Object.keys(RUN_ERRORS) as RunErrorCode[]

const runError = z
  .strictObject({ code: z.enum(errorCodes), message: z.string() })
  .meta({ id: 'RunError', description: 'Why the run did not succeed' })

const step = z
  .strictObject({
    name: z.enum(STEP_NAMES),
    started_at: time,
    duration_ms: z.number(),
    status: z.enum(['running', 'succeeded', 'failed']),
  })
  .meta({ id: 'Step' })

const artifact = z
  .strictObject({ name: z.string(), content_type: z.string(), size_bytes: z.int() })
  .meta({ id: 'Artifact', description: 'A file that the run left in /tmp/out/' })

const networkUse = z
  .strictObject({
    host: z.string().meta({ description: '* sums up those after the first 50; ? is none that can be read' }),
    port: z.int().nullable(),
    connections: z.int(),
    bytes_sent: z.int(),
    bytes_received: z.int(),
    refusals: z.int().meta({ description: 'How often it was refused' }),
    refused: z
      .enum([...errorCodes, 'network_limit'])
      .nullable()
      .meta({ description: 'Why the last time' }),
  })
  .meta({ id: 'NetworkUse', description: 'What Python code did at one host and port' })

const httpResponse = z
  .strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    duration_ms: z.number(),
    attempts: z.int().meta({ description: 'How often the call was made' }),
    redirects: z.int().meta({ description: 'How many the last attempt followed' }),
  })
  .meta({ id: 'HttpResponse', description: 'What came back to an API Call, beside its body' })

const approval = z
  .strictObject({
    requested_at: time,
    expires_at: time,
    decided_at: timeOrNull,
    decided_by: z.string().nullable(),
    approved: z.boolean().nullable(),
    comment: z.string().nullable(),
  })
  .meta({ id: 'Approval', description: 'That the run waits, or has waited, for somebody to approve it' })

/** What a language model was asked. */
export const tokenUsage = z
  .strictObject({
    model: z.string(),
    calls: z.int().meta({ description: 'Requests, repeated ones included' }),
    input_tokens: z.int(),
    output_tokens: z.int(),
  })
  .meta({ id: 'TokenUsage', description: 'What a language model was asked' })

/** A run, whichever version wrote it. Listed ones leave out what only their own page has. */
export const runSchema = z
  .strictObject({
    id: z.string(),
    workflow_id: z.string(),
    guru: z.string(),
    action: z.strictObject({
      id: z.string().nullable().meta({ description: 'Null of an action that was not saved' }),
      name: z.string(),
      version: z.int().nullable(),
    }),
    trigger,
    status: runStatus,
    question: z.string().nullable().meta({ description: 'The one that asked for it' }),
    parameters: parameterValues,
    output: z.string().nullable().meta({ description: 'Masked, at most 200 KiB; of Python: stdout' }),
    output_truncated: z.boolean(),
    stderr: z.string().nullable().meta({ description: 'Masked, at most 20 KiB' }),
    artifacts: z.array(artifact),
    warnings: z.array(z.string()).meta({ description: 'What went wrong without being an error' }),
    answer: z.string().nullable().meta({ description: 'What was said to the question' }),
    error: runError.nullable(),
    network: z.array(networkUse),
    response: httpResponse.nullable(),
    steps: z.array(step),
    scheduled_for: timeOrNull.meta({ description: 'When its schedule wanted it; null of other runs' }),
    rerun_of: z.string().nullable().meta({ description: 'The run that this one repeats' }),
    approval: approval.nullable(),
    from_outputs: z
      .array(z.string())
      .meta({ description: 'The parameters whose values came from the output of another run' }),
    usage: tokenUsage.nullable(),
    started_at: time,
    finished_at: timeOrNull,
    duration_ms: z.number().nullable(),
    progress: z.string().nullable().meta({ description: 'What a running one is about' }),
    temporal_ui_url: z.string().nullable().meta({ description: 'The same run in Temporal UI' }),
  })
  .meta({ id: 'Run' })
