import { z } from 'zod'
import { runFilterSchema } from '../temporal/visibility-query.ts'
import { givenValues, idempotencyHeaders, runId, waitQuery } from './common.ts'
import { operation } from './operation.ts'
import { runSchema } from './run-schema.ts'

const tag = 'Runs'
const params = { id: runId }
const asItStands = { 202: { description: 'The run as it stands', schema: runSchema } }

const decisionSchema = z.strictObject({
  comment: z.string().trim().max(500).optional().meta({ description: 'Kept with the run' }),
})

/** What a run started by hand is answered with. */
export const runAnswers = {
  200: { description: 'The finished run', schema: runSchema },
  202: { description: 'The run as it stands', schema: runSchema },
}

export const runs = {
  listRuns: operation({
    id: 'listRuns',
    method: 'get',
    path: '/{guru}/runs',
    access: 'manage',
    tag,
    summary: 'List runs',
    description:
      'Running ones first, then by finished_at, newest first. May lag a second behind. Output, files, warnings, answer and steps are on the page of each run only.',
    query: runFilterSchema,
    answers: {
      200: {
        description: 'A page of runs',
        schema: z
          .strictObject({
            runs: z.array(runSchema),
            next_cursor: z.string().nullable().meta({ description: 'Null on the last page' }),
          })
          .meta({ id: 'RunPage' }),
      },
    },
    problems: [],
  }),
  readRun: operation({
    id: 'readRun',
    method: 'get',
    path: '/{guru}/runs/{id}',
    params,
    access: 'manage',
    tag,
    summary: 'Read a run',
    answers: { 200: { description: 'The run', schema: runSchema } },
    problems: ['history_unreadable'],
  }),
  cancelRun: operation({
    id: 'cancelRun',
    method: 'post',
    path: '/{guru}/runs/{id}/cancel',
    params,
    access: 'manage',
    tag,
    audit: ['run.cancelled'],
    summary: 'Cancel a run that has not ended',
    body: z.strictObject({}),
    answers: asItStands,
    problems: ['conflict', 'history_unreadable'],
  }),
  approveRun: operation({
    id: 'approveRun',
    method: 'post',
    path: '/{guru}/runs/{id}/approve',
    params,
    access: 'manage',
    tag,
    audit: ['run.approved'],
    summary: 'Approve a run that waits for it',
    description: 'Of two decisions at once the first one holds, and the other is a 409.',
    body: decisionSchema,
    answers: asItStands,
    problems: ['conflict', 'history_unreadable'],
  }),
  rejectRun: operation({
    id: 'rejectRun',
    method: 'post',
    path: '/{guru}/runs/{id}/reject',
    params,
    access: 'manage',
    tag,
    audit: ['run.rejected'],
    summary: 'Reject a run that waits for an approval',
    description: 'Of two decisions at once the first one holds, and the other is a 409.',
    body: decisionSchema,
    answers: asItStands,
    problems: ['conflict', 'history_unreadable'],
  }),
  rerunRun: operation({
    id: 'rerunRun',
    method: 'post',
    path: '/{guru}/runs/{id}/rerun',
    params,
    access: 'manage',
    tag,
    audit: ['run.rerun'],
    summary: "Run a run's action once more",
    description:
      'Its parameters are those of the original; given ones go over them, and null takes one away. A 409 where the action, or that version, is gone or disabled.',
    query: waitQuery,
    headers: idempotencyHeaders,
    body: z.strictObject({
      parameters: givenValues.default({}),
      version: z
        .enum(['current', 'original'])
        .default('current')
        .meta({ description: 'The action as it is now, or as it was' }),
    }),
    answers: runAnswers,
    usually: 202,
    problems: ['conflict', 'history_unreadable'],
  }),
}
