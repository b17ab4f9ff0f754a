import { randomUUID } from 'node:crypto'
import { streamClient } from '../../../support/answer-stream.ts'
import type { Cases } from '../cells.ts'
import { ORDER_QUESTION, REFUND_QUESTION, type Scene } from '../scene.ts'

/** The id of the last event of a streamed answer. */
async function lastEventOf({ url, keys, slug }: Scene): Promise<{ id: string; answer: string }> {
  const stream = await streamClient(url, keys.chat, slug).ask({ question: ORDER_QUESTION })
  const id = (await stream.all()).at(-1)?.id ?? ''
  return { id, answer: id.slice(0, id.lastIndexOf(':')) }
}

export const asking: Record<string, Cases> = {
  askQuestion: {
    200: ({ at }) => ({ body: { question: ORDER_QUESTION, session_id: at['/{guru}/sessions/'] } }),
    202: () => ({ body: { question: REFUND_QUESTION } }),
    204: async (scene) => ({
      body: { question: ORDER_QUESTION, stream: true },
      headers: { 'last-event-id': (await lastEventOf(scene)).id },
    }),
    409: async ({ slug, chatter }) => {
      const headers = { 'idempotency-key': randomUUID() }
      await chatter.post(`/${slug}/answer`, { question: ORDER_QUESTION }, headers)
      return { body: { question: REFUND_QUESTION }, headers }
    },
  },
  readAnswerEvents: {
    200: () => ({}),
    204: async (scene) => {
      const { id, answer } = await lastEventOf(scene)
      return { params: { id: answer }, headers: { 'last-event-id': id } }
    },
  },
  listSessions: { 200: () => ({ query: { limit: '5' } }) },
  readSession: { 200: () => ({}) },
  deleteSession: {
    204: async ({ slug, chatter }) => {
      const answer = { question: ORDER_QUESTION }
      const { session_id } = await chatter.post<{ session_id: string }>(`/${slug}/answer`, answer)
      return { params: { session_id } }
    },
  },
}
