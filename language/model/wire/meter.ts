import type { TokenUsage } from '../../../domain/language.ts'

/** Sums up what the requests of one call of the engine use. */
export interface Meter {
  /** Before each request. */
  request(): void
  tokens(input: number | undefined, output: number | undefined): void
  usage(): TokenUsage
}

export function createMeter(model: string): Meter {
  const usage: TokenUsage = { model, calls: 0, input_tokens: 0, output_tokens: 0 }
  return {
    request: () => void usage.calls++,
    tokens(input, output) {
      usage.input_tokens += counted(input)
      usage.output_tokens += counted(output)
    },
    usage: () => ({ ...usage }),
  }
}

/** An endpoint may say anything. */
const counted = (tokens: number | undefined): number =>
  tokens !== undefined && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : 0
