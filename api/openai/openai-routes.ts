import { type Request, type Response, Router } from 'express'
import type { GuruDocument } from '../../storage/models.ts'
import { authenticate } from '../auth.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { idempotencyOf } from '../idempotency.ts'
import { jsonBody } from '../json-body.ts'
import { keyOnly } from '../key-only.ts'
import { askInChat, type ChatQuestion, howSent } from './ask-in-chat.ts'
import { completeStreaming, completeWhole } from './complete.ts'
import { digestsOf } from './digests.ts'
import { findModel, listModels, modelView } from './models.ts'
import { openAiErrors, unknownUrl } from './openai-error.ts'
import { type ChatRequest, readChatRequest } from './read-request.ts'

/** A whole conversation comes with each question. */
const BODY_LIMIT = '4mb'

/** OpenAI's API as far as chat front ends need it, below `/v1`: each guru is a model. */
export function openAiRoutes(deps: ApiDependencies): Router {
  const router = Router()
  router.use(keyOnly, authenticate(deps))

  router.get('/models', async (_request, response) => {
    const gurus = await listModels(deps, response.locals.identity)
    response.json({ object: 'list', data: gurus.map(modelView) })
  })

  router.get('/models/:id', async (request, response) => {
    response.json(modelView(await findModel(deps, response.locals.identity, request.params.id)))
  })

  router.post('/chat/completions', ...jsonBody(BODY_LIMIT), async (request, response) => {
    const asked = readChatRequest(request.body)
    const guru = await findModel(deps, response.locals.identity, asked.model)
    await complete(deps, request, response, guru, asked)
  })

  router.use(unknownUrl)
  router.use(openAiErrors(deps.log))
  return router
}

async function complete(
  deps: ApiDependencies,
  request: Request,
  response: Response,
  guru: GuruDocument,
  wanted: ChatRequest,
): Promise<void> {
  const { identity } = response.locals
  const chat = chatOf(deps, request, response, guru, wanted)
  const place = deps.streams.enter(identity.holder)
  try {
    const asked = await askInChat(deps, guru, chat)
    response.locals.workflow_id = asked.workflowId
    const work = { deps, response, slug: guru._id, chat, asked, closing: place.closing }
    if (wanted.stream) await completeStreaming(work, wanted.include_usage)
    else await completeWhole(work)
  } finally {
    place.leave()
  }
}

function chatOf(
  deps: ApiDependencies,
  request: Request,
  response: Response,
  guru: GuruDocument,
  { question, before, external_user_id, stream }: ChatRequest,
): ChatQuestion {
  const owner = { guru: guru._id, owner: response.locals.identity.holder, external_user_id }
  const digests = digestsOf(deps.adminKey, owner, [...before, { role: 'user', text: question }])
  const key = idempotencyOf(request, response)?.key ?? null
  return {
    owner,
    before,
    digests: digests.slice(0, -1),
    question,
    digest: digests.at(-1) ?? '',
    stream,
    sent: howSent(request, key),
    response,
  }
}
