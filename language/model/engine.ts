import type { Match, Understanding, UnderstandRequest } from '../../domain/language.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import { nearestActions } from '../builtin/nearest.ts'
import type { LanguageEngine } from '../engine.ts'
import { checkArguments } from './arguments.ts'
import type { AskModel, ModelAnswer, ModelSettings } from './client.ts'
import { interpretInstructions, interpretQuestion, messagesOf, understandInstructions } from './prompts.ts'
import { type OfferedTool, toolsOf } from './tools.ts'

/** More tools than this confuse models and cost tokens: the nearest ones are offered. */
const OFFERED_AT_MOST = 20
const MATCHES_AT_MOST = 10

/** The engine on any OpenAI-compatible endpoint. The SDK is loaded at the first call. */
export function createModelEngine(settings: ModelSettings): LanguageEngine {
  let client: Promise<AskModel> | null = null
  const ask: AskModel = async (call, signal) => {
    client ??= import('./client.ts').then(({ createClient }) => createClient(settings))
    return (await client)(call, signal)
  }
  return {
    name: 'model',
    async understand(request, signal) {
      const tools = toolsOf(offered(request))
      const call = {
        instructions: understandInstructions(request),
        messages: messagesOf(request.history, request.question),
        tools,
      }
      return understandingOf(await ask(call, signal), tools, request)
    },
    async fill({ open }) {
      return { parameters: {}, missing: open.map(({ parameter }) => parameter) }
    },
    async interpret(request, signal, onText) {
      const messages = messagesOf(request.history, interpretQuestion(request))
      const { text } = await ask({ instructions: interpretInstructions(request), messages }, signal)
      onText?.(text)
      return { text }
    },
  }
}

function offered({ question, actions, pending }: UnderstandRequest): UnderstandRequest['actions'] {
  if (actions.length <= OFFERED_AT_MOST) return actions
  const waiting = pending.map(({ action_id }) => action_id)
  const kept = new Set([...waiting, ...nearestActions(question, actions)].slice(0, OFFERED_AT_MOST))
  return actions.filter(({ id }) => kept.has(id))
}

function understandingOf(
  answer: ModelAnswer,
  tools: OfferedTool[],
  request: UnderstandRequest,
): Understanding {
  const matches: Match[] = []
  for (const { tool, input } of answer.calls) {
    const action = tools.find(({ name }) => name === tool)?.action
    if (!action) continue
    const pending = request.pending.find(({ action_id }) => action_id === action.id)
    const checked = checkArguments(input, action.parameters, pending?.parameters, request.tokens)
    const match = { action_id: action.id, score: 1, ...checked }
    const repeated = matches.some((other) => JSON.stringify(other) === JSON.stringify(match))
    if (!repeated && matches.length < MATCHES_AT_MOST) matches.push(match)
  }
  if (matches.length === 0 && !answer.text)
    throw new RunFailure(
      'model_failed',
      'The language model called an action that was not offered. Ask again, or use a model that is good with tool calls (ERRAND_MODEL).',
    )
  const nearest = nearestActions(request.question, request.actions).slice(0, 3)
  return { matches, nearest, content: matches.length > 0 ? null : answer.text }
}
