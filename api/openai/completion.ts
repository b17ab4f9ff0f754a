import type { AnswerRecord } from '../../domain/run.ts'

/** What every object of one completion has in common. */
export interface CompletionHead {
  id: string
  created: number
  model: string
}

export const headOf = (model: string, workflowId: string): CompletionHead => ({
  id: `chatcmpl-${workflowId}`,
  created: Math.floor(Date.now() / 1_000),
  model,
})

/** A whole answer, as a `chat.completion`. */
export const completion = (head: CompletionHead, content: string, answer: AnswerRecord) => ({
  ...head,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content, refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: usageOf(answer),
  errand: extrasOf(answer),
})

interface Delta {
  role?: 'assistant'
  content?: string
}

/** A piece of an answer, as a `chat.completion.chunk`. */
export const chunk = (head: CompletionHead, delta: Delta, finish_reason: 'stop' | null = null) => ({
  ...head,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, logprobs: null, finish_reason }],
})

/** The last chunk of who asked for it: no piece, only what it took. */
export const usageChunk = (head: CompletionHead, answer: AnswerRecord) => ({
  ...head,
  object: 'chat.completion.chunk',
  choices: [],
  usage: usageOf(answer),
})

/** What is ours, for clients that know of it: others leave it aside. */
export const extrasOf = ({ session_id, actions }: AnswerRecord) => ({ session_id, actions })

/** Nothing where no model was asked: the built-in engine counts no tokens. */
function usageOf({ usage }: AnswerRecord) {
  const { input_tokens = 0, output_tokens = 0 } = usage ?? {}
  return {
    prompt_tokens: input_tokens,
    completion_tokens: output_tokens,
    total_tokens: input_tokens + output_tokens,
  }
}
