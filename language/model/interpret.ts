import type { InterpretRequest, Wording } from '../../domain/language.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import type { OnText } from '../engine.ts'
import { byTurns, historyForWords } from './history.ts'
import { interpretInstructions, interpretQuestion } from './interpret-prompt.ts'
import { createMark } from './mark.ts'
import type { Context } from './understand.ts'

/** Says that the model could say no more. */
const CUT = ' …'

/** The answer to a question from a run's result, piece by piece where somebody listens. No action can be called here. */
export async function interpret(
  request: InterpretRequest,
  { client, meter, signal }: Context,
  onText?: OnText,
): Promise<Wording> {
  const mark = createMark('result')
  const call = {
    instructions: interpretInstructions(request, mark),
    messages: byTurns([
      ...historyForWords(request.history, mark),
      { role: 'user', content: interpretQuestion(request, mark) },
    ]),
  }
  const { text, cut } = onText
    ? await client.stream(call, meter, signal, onText)
    : await client.ask(call, meter, signal)
  if (!text.trim())
    throw new RunFailure(
      'model_failed',
      'The language model gave an empty answer. Try again, or use another model (ERRAND_MODEL).',
    )
  if (cut) onText?.(CUT)
  return { text: cut ? text + CUT : text, usage: meter.usage() }
}
