import type { TokenUsage } from './language.ts'

/** What several calls took together; null where no model was asked. */
export function sumUsage(parts: (TokenUsage | null | undefined)[]): TokenUsage | null {
  const given = parts.filter((part) => part !== null && part !== undefined)
  const [first] = given
  if (!first) return null
  const sum = (of: (usage: TokenUsage) => number): number => given.reduce((total, one) => total + of(one), 0)
  return {
    model: first.model,
    calls: sum(({ calls }) => calls),
    input_tokens: sum(({ input_tokens }) => input_tokens),
    output_tokens: sum(({ output_tokens }) => output_tokens),
  }
}
