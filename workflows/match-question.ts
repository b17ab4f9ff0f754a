import type { MatchInput, MatchRecord } from '../domain/workflow-contract.ts'
import { understand } from './understand.ts'

/** What a question would run, and why; nothing is run. */
export async function matchQuestion({ local_language, ...input }: MatchInput): Promise<MatchRecord> {
  const { matches, explanation } = await understand({ ...input, explain: true }, local_language)
  return {
    matches: matches.map(({ plan, score, parameters, missing }) => ({
      action: { id: plan.id ?? '', name: plan.name },
      score,
      parameters,
      missing: missing.map((parameter) => parameter.name),
    })),
    ...explanation,
  }
}
