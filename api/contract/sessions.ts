import { z } from 'zod'
import { answeredAction } from './answer-schema.ts'
import { externalUserId } from './answers.ts'
import { idOf, time } from './common.ts'
import { operation } from './operation.ts'

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

export const sessions = {
  readSession: operation({
    id: 'readSession',
    method: 'get',
    path: '/{guru}/sessions/{session_id}',
    params: { session_id: idOf('session') },
    access: 'chat',
    tag: 'Asking',
    summary: 'Read a conversation',
    description: 'At most its last 200 messages. A 404 to all but the key that opened it.',
    query: z.strictObject({ external_user_id: externalUserId }),
    answers: { 200: { description: 'The conversation', schema: sessionSchema } },
    problems: [],
  }),
}
