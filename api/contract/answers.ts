import { z } from 'zod'
import { STEP_NAMES } from '../../domain/run.ts'
import { answerSchema } from './answer-schema.ts'
import { idempotencyHeaders, problemSchema } from './common.ts'
import { operation } from './operation.ts'

const tag = 'Asking'

/** Whom a chat front end asks for; a session belongs to the key and to this. */
export const externalUserId = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .meta({ description: 'For whom the key asks, as its holder calls them: a session belongs to both' })

/** The body of a question. */
export const questionSchema = z
  .strictObject({
    question: z.string().trim().min(1, 'must not be empty').max(10_000),
    session_id: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'Of an earlier answer, to go on with that conversation' }),
    stream: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether to answer with events while the answer is made' }),
    external_user_id: externalUserId,
    user: z
      .record(z.string().max(100), z.unknown())
      .refine((user) => JSON.stringify(user).length <= 10_000, 'must have at most 10,000 characters as JSON')
      .default({})
      .meta({ description: 'What is known of the asker. Parameters may be taken from it' }),
  })
  .meta({
    id: 'Question',
    example: { question: 'What is the status of order 1042?', user: { email: 'ada@example.com' } },
  })

const events = z.string().meta({
  description:
    'Server-sent events: step ({ action, step, status }), delta ({ text, reset? }), and at the end done (an Answer) or error (a Problem)',
})

const streamed = <Name extends string, Data extends z.ZodType>(event: Name, data: Data) =>
  z.strictObject({ event: z.literal(event), data })

/** One event of a streamed answer, its data as JSON. */
const answerEvent = z
  .discriminatedUnion('event', [
    streamed(
      'step',
      z.strictObject({
        action: z
          .strictObject({ id: z.string().nullable(), name: z.string() })
          .nullable()
          .meta({ description: 'Null of what concerns the question as a whole' }),
        step: z.enum(STEP_NAMES),
        status: z.enum(['running', 'succeeded', 'failed']),
      }),
    ),
    streamed(
      'delta',
      z.strictObject({
        text: z.string(),
        reset: z.literal(true).optional().meta({ description: 'The text so far is void' }),
      }),
    ),
    streamed('done', answerSchema),
    streamed('error', problemSchema),
  ])
  .meta({ id: 'AnswerEvent' })

const lastEventId = {
  'last-event-id': z
    .string()
    .optional()
    .meta({ description: 'The id of the last event that has arrived: goes on behind it' }),
}

/** Of a streamed answer. */
const streamHeaders = {
  'content-location': z
    .string()
    .optional()
    .meta({ description: 'Of a streamed answer: where its events can be read again' }),
}

export const answers = {
  askQuestion: operation({
    id: 'askQuestion',
    method: 'post',
    path: '/{guru}/answer',
    access: 'chat',
    tag,
    audit: { none: 'it leaves runs and messages, which the history and the session have' },
    summary: 'Ask a question',
    description:
      'Runs the actions that fit, once all they need is known, and answers from their results. With stream the answer comes as server-sent events.',
    headers: idempotencyHeaders.extend(lastEventId),
    body: questionSchema,
    answers: {
      200: {
        description: 'The answer, or its events',
        schema: answerSchema,
        others: { 'text/event-stream': events },
        each: answerEvent,
        headers: streamHeaders,
      },
      202: {
        description: 'What can be said of it after 120 s, or where a run waits for an approval',
        schema: answerSchema,
      },
      204: { description: 'There are no events behind the last one' },
    },
    usually: 200,
    problems: ['conflict'],
  }),
  readAnswerEvents: operation({
    id: 'readAnswerEvents',
    method: 'get',
    path: '/{guru}/answer/{id}/events',
    params: {
      id: z.string().min(1).meta({ description: 'What stands before the colon in the ids of its events' }),
    },
    access: 'chat',
    tag,
    summary: "Read an answer's events again",
    query: z.strictObject({ external_user_id: externalUserId }),
    headers: z.object(lastEventId),
    answers: {
      200: {
        description: 'Its events, from the beginning or behind the last one',
        type: 'text/event-stream',
        schema: events,
        each: answerEvent,
        headers: streamHeaders,
      },
      204: { description: 'There are none behind the last one' },
    },
    usually: 200,
    problems: [],
  }),
}
