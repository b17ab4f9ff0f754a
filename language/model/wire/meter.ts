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
      usage.input_tokens += input ?? 0
      usage.output_tokens += output ?? 0
    },
    usage: () => ({ ...usage }),
  }
}
