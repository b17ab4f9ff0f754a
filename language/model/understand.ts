import type { Understanding, UnderstandRequest } from '../../domain/language.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import { nearestActions } from '../builtin/nearest.ts'
import { askForCalls, type CallsAnswer, type CallsRequest } from './ask-calls.ts'
import { byTurns, hasEarlierAnswers, historyForChoice } from './history.ts'
import { type Plan, planOf } from './plan.ts'
import { sizeOf, TOOLS_CHARACTERS, toolsOf } from './tools.ts'
import { keepEnds } from './truncate.ts'
import { repairQuestion, understandInstructions } from './understand-prompt.ts'
import type { ModelClient } from './wire/client.ts'
import type { Meter } from './wire/meter.ts'

/** More tools than this confuse models and cost tokens: the nearest ones are offered. */
const OFFERED_AT_MOST = 20
const QUESTION_BYTES = 16 * 1024
/** What a model said is told to it again up to here. */
const SAID_BYTES = 8 * 1024

export interface Context {
  client: ModelClient
  meter: Meter
  signal: AbortSignal
}

/** Which actions a question asks for: one answer of the model, checked, and one more where that can't be used. */
export async function understand(
  request: UnderstandRequest,
  now: Date,
  { client, meter, signal }: Context,
): Promise<Understanding> {
  const earlierAnswers = hasEarlierAnswers(request.history)
  const offered = offeredOf(request)
  const references = earlierAnswers || offered.length > 1
  const tools = toolsOf(offered, references)
  while (tools.length > 1 && sizeOf(tools) > TOOLS_CHARACTERS) tools.pop()
  const call: CallsRequest = {
    instructions: understandInstructions(request, now, references && tools.length > 0),
    messages: byTurns([
      ...historyForChoice(request.history),
      { role: 'user', content: keepEnds(request.question, QUESTION_BYTES) },
    ]),
    tools,
  }
  const first = await askForCalls(client, call, meter, signal)
  let answer = first
  let plan = planOf(first, tools, request, earlierAnswers)
  if (plan.problems.length > 0) {
    const second = await repaired(first, plan)
    if (second) {
      const mended = planOf(second, tools, request, earlierAnswers)
      if (mended.matches.length > 0 || plan.matches.length === 0) {
        answer = second
        plan = mended
      }
    }
  }
  if (plan.matches.length === 0 && !answer.text) throw nothingUsable(plan)
  const nearest = nearestActions(request.question, request.actions).slice(0, 3)
  const content = plan.matches.length > 0 ? null : answer.text
  return { matches: plan.matches, nearest, content, usage: meter.usage() }

  async function repaired(said: CallsAnswer, { matches, problems }: Plan): Promise<CallsAnswer | null> {
    const messages = [
      ...call.messages,
      { role: 'assistant' as const, content: keepEnds(said.said, SAID_BYTES) || '…' },
      { role: 'user' as const, content: repairQuestion(problems) },
    ]
    try {
      return await askForCalls(client, { ...call, messages }, meter, signal)
    } catch (error) {
      // What the first answer is good for is still better than nothing.
      if (matches.length === 0) throw error
      return null
    }
  }
}

/** The nearest actions, nearest first where there are too many. */
function offeredOf({ question, actions, pending }: UnderstandRequest): UnderstandRequest['actions'] {
  if (actions.length <= OFFERED_AT_MOST) return actions
  const waiting = pending.map(({ action_id }) => action_id)
  const kept = [...new Set([...waiting, ...nearestActions(question, actions)])].slice(0, OFFERED_AT_MOST)
  return kept.flatMap((id) => actions.find((action) => action.id === id) ?? [])
}

function nothingUsable({ problems }: Plan): RunFailure {
  const unknown = problems.some((problem) => problem.startsWith('There is no tool'))
  return new RunFailure(
    'model_failed',
    unknown
      ? 'The language model called an action that was not offered. Ask again, or use a model that is good with tool calls (ERRAND_MODEL).'
      : 'The language model gave an empty answer, or one without a meaning, twice. Ask again, or use another model (ERRAND_MODEL).',
  )
}
