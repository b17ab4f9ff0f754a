import type { Response } from 'express'
import { Problem } from '../../domain/problems.ts'
import { noteTurn } from '../../storage/chats.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { AskedQuestion } from '../open-answer.ts'
import { openEventStream } from '../stream/event-stream.ts'
import type { ChatQuestion } from './ask-in-chat.ts'
import { chatText } from './chat-text.ts'
import { chunk, completion, extrasOf, headOf, usageChunk } from './completion.ts'
import { digestAfter } from './digests.ts'
import { followChat } from './follow-chat.ts'
import { createGrowingText } from './growing-text.ts'
import { openAiErrorOf } from './openai-error.ts'

/** One question, on its way to its answer. */
export interface Completing {
  deps: ApiDependencies
  response: Response
  /** Whose model it is. */
  slug: string
  chat: ChatQuestion
  asked: AskedQuestion
  /** Aborted when the process stops. */
  closing: AbortSignal
}

/** Answers once the answer is there, or there is something to say of it. */
export async function completeWhole(work: Completing): Promise<void> {
  const { deps, response, slug, asked, closing } = work
  const left = leaving(response)
  const followed = await followChat(deps, asked, async () => {}, AbortSignal.any([left, closing]))
  if (left.aborted) return
  if (closing.aborted && !followed.finished) throw stopping()
  const text = chatText(deps.configuration, slug, followed)
  await noteAnswer(work, text)
  response.json(completion(headOf(slug, asked.workflowId), text, followed.answer))
}

/** Streams the answer as it is worded. */
export async function completeStreaming(work: Completing, includeUsage: boolean): Promise<void> {
  const { deps, response, slug, asked, closing } = work
  // OpenAI's own client for Python takes whatever has no data for broken JSON.
  const stream = openEventStream(response, undefined, null)
  const head = headOf(slug, asked.workflowId)
  const text = createGrowingText()
  const say = async (content: string): Promise<void> => {
    if (content) await stream.send({ data: chunk(head, { content }) })
  }
  await stream.send({ data: chunk(head, { role: 'assistant', content: '' }) })
  try {
    const enough = AbortSignal.any([stream.left, closing])
    const followed = await followChat(deps, asked, (soFar) => say(text.add(soFar)), enough)
    if (stream.left.aborted) return
    if (closing.aborted && !followed.finished) throw stopping()
    await say(text.finish(chatText(deps.configuration, slug, followed)))
    await noteAnswer(work, text.shown())
    const errand = extrasOf(followed.answer)
    await stream.send({ data: { ...chunk(head, {}, 'stop'), errand } })
    if (includeUsage) await stream.send({ data: usageChunk(head, followed.answer) })
    stream.end('[DONE]')
  } catch (error) {
    const { status, body } = openAiErrorOf(error)
    if (status >= 500 && !closing.aborted)
      deps.log.error(
        { request_id: response.locals.request_id, error_message: String(error) },
        'stream failed',
      )
    await stream.send({ data: body })
  } finally {
    stream.end()
  }
}

/** Where the client will stand when it asks next. */
async function noteAnswer({ deps, slug, chat, asked }: Completing, text: string): Promise<void> {
  await noteTurn(deps.storage, {
    _id: digestAfter(chat.digest, { role: 'assistant', text }),
    guru: slug,
    session_id: asked.session_id,
    exchange: asked.workflowId,
  })
}

function leaving(response: Response): AbortSignal {
  const left = new AbortController()
  response.once('close', () => left.abort())
  if (response.destroyed) left.abort()
  return left.signal
}

const stopping = (): Problem =>
  new Problem('unavailable', 'Errand is being stopped. The question goes on: send the same request again.', {
    retryAfter: 5,
  })
