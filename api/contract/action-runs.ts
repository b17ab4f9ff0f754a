import { z } from 'zod'
import { actionInputSchema } from '../../domain/action.ts'
import {
  actionId,
  givenValues,
  idempotencyHeaders,
  namedAction,
  parameterValues,
  waitQuery,
} from './common.ts'
import { operation } from './operation.ts'
import { runAnswers } from './runs.ts'

const tag = 'Actions'
/** Who tests waits, unless they say that they follow the run themselves. */
const testQuery = z.strictObject({
  wait: waitQuery.shape.wait
    .unwrap()
    .default('true')
    .meta({ description: 'Whether to wait up to 120 s for the run to finish' }),
})
const score = z.number().meta({ description: 'How near it is to the question, 0 to 1' })

const matchResult = z
  .strictObject({
    matches: z.array(
      z.strictObject({
        action: namedAction,
        score,
        parameters: parameterValues,
        missing: z.array(z.string()).meta({ description: 'Required parameters without a value' }),
      }),
    ),
    considered: z
      .array(
        z.strictObject({
          action: namedAction,
          score,
          matched: z.boolean(),
          because: z.array(z.string()).meta({ description: 'Sentences for people to read' }),
        }),
      )
      .optional()
      .meta({ description: 'The nearest enabled actions, up to ten' }),
    threshold: z
      .number()
      .nullable()
      .optional()
      .meta({ description: 'The score from which an action matches; null where a language model decides' }),
  })
  .meta({ id: 'MatchResult' })

export const actionRuns = {
  matchQuestion: operation({
    id: 'matchQuestion',
    method: 'post',
    path: '/{guru}/actions/match',
    access: 'manage',
    tag,
    audit: { none: 'it changes nothing' },
    summary: 'Tell what a question would run, and why, without running it',
    body: z.strictObject({
      question: z.string().trim().min(1).max(10_000),
      session_id: z
        .string()
        .max(100)
        .optional()
        .meta({ description: 'The conversation in which it is asked' }),
      user: z
        .record(z.string(), z.unknown())
        .default({})
        .meta({ description: 'What is known of the asker. Parameters may be taken from it' }),
    }),
    answers: { 200: { description: 'What it would run', schema: matchResult } },
    problems: [],
  }),
  testAction: operation({
    id: 'testAction',
    method: 'post',
    path: '/{guru}/actions/test',
    access: 'manage',
    tag,
    audit: { none: 'it leaves a run, which the history has' },
    summary: 'Run an action that is not saved',
    description: 'Nothing is saved but the run, in which the id and version of its action are null.',
    query: testQuery,
    headers: idempotencyHeaders,
    body: z.strictObject({
      action: actionInputSchema.meta({ description: 'An action as it would be saved' }),
      parameters: givenValues.default({}),
    }),
    validates: 'handler',
    answers: runAnswers,
    usually: 200,
    problems: ['conflict'],
  }),
  triggerAction: operation({
    id: 'triggerAction',
    method: 'post',
    path: '/{guru}/actions/{id}/trigger',
    params: { id: actionId },
    access: 'manage',
    tag,
    audit: { none: 'it leaves a run, which the history has' },
    summary: 'Run an action by hand',
    description: 'Answers at once, or with wait=true when the run has finished. A 409 where it is disabled.',
    query: waitQuery,
    headers: idempotencyHeaders,
    body: z.strictObject({ parameters: givenValues.default({}) }),
    answers: { 202: runAnswers[202], 200: runAnswers[200] },
    usually: 202,
    problems: ['conflict'],
  }),
}
