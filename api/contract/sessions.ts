import { z } from 'zod'
import { answeredAction } from './answer-schema.ts'
import { externalUserId } from './answers.ts'
import { idOf, pageLimit, time } from './common.ts'
import { operation } from './operation.ts'

const tag = 'Asking'
const params = { session_id: idOf('session') }

const sessionSchema = z
  .strictObject({
    session_id: z.string(),
    messages: z.array(
      z.strictObject({
        role: z.enum(['user', 'assistant']),
        content: z.string(),
        at: time,
        actions: z.array(answeredAction),
      }),
    ),
  })
  .meta({ id: 'Session' })

/** Characters of a conversation's title. */
export const TITLE_LENGTH = 80

const listedSession = z
  .strictObject({
    session_id: z.string(),
    title: z
      .string()
      .max(TITLE_LENGTH)
      .nullable()
      .meta({ description: 'The first question, cut; null while it is not answered' }),
    started_at: time,
    updated_at: time.meta({ description: 'When the last message was said' }),
    messages: z.int().meta({ description: 'How many it has' }),
  })
  .meta({ id: 'ListedSession' })

const page = z.strictObject({
  sessions: z.array(listedSession),
  next_cursor: z.string().nullable().meta({
    description:
      'Of the next page. Where many were deleted, a page may have fewer than asked for, even none.',
  }),
})

export const sessions = {
  listSessions: operation({
    id: 'listSessions',
    method: 'get',
    path: '/{guru}/sessions',
    access: 'chat',
    tag,
    summary: 'List the conversations that the key has opened, newest first',
    description:
      'Those that it opened for external_user_id, or for nobody in particular. A browser that has signed in with a key has those of the key.',
    query: z.strictObject({
      external_user_id: externalUserId,
      limit: pageLimit(100),
      cursor: z
        .string()
        .regex(/^\d{1,12}$/, 'must be the next_cursor of a page')
        .optional()
        .meta({ description: 'next_cursor of the page before' }),
    }),
    answers: { 200: { description: 'Conversations', schema: page } },
    problems: [],
  }),
  readSession: operation({
    id: 'readSession',
    method: 'get',
    path: '/{guru}/sessions/{session_id}',
    params,
    access: 'chat',
    tag,
    summary: 'Read a conversation',
    description: 'At most its last 200 messages. A 404 to all but the key that opened it.',
    query: z.strictObject({ external_user_id: externalUserId }),
    answers: { 200: { description: 'The conversation', schema: sessionSchema } },
    problems: [],
  }),
  deleteSession: operation({
    id: 'deleteSession',
    method: 'delete',
    path: '/{guru}/sessions/{session_id}',
    params,
    access: 'chat',
    tag,
    summary: 'Delete a conversation',
    description:
      'A 404 to all but the key that opened it. The runs that it led to stay in the history for as long as all runs do.',
    query: z.strictObject({ external_user_id: externalUserId }),
    audit: ['conversation.deleted'],
    answers: { 204: { description: 'It is gone' } },
    problems: [],
  }),
}
