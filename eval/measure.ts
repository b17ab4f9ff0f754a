import type { LanguageEngine } from '../language/engine.ts'
import { ask } from './ask.ts'
import type { Line } from './line.ts'
import { failed, type Score, score } from './score.ts'

/** So many failures in a row are no bad luck: the rest of the lines would fail, too. */
const MOST_FAILURES_IN_A_ROW = 5

/**
 * Asks every line, one after the other. A line on which the engine fails is wrong.
 * @throws {Error} where it fails on five lines in a row
 */
export async function measure(
  lines: Line[],
  engineFor: (line: Line) => LanguageEngine,
  onScore: (scores: readonly Score[]) => void,
): Promise<Score[]> {
  const scores: Score[] = []
  let failures = 0
  for (const line of lines) {
    try {
      scores.push(score(line, (await ask(engineFor(line), line)).matches))
      failures = 0
    } catch (error) {
      failures++
      if (failures === MOST_FAILURES_IN_A_ROW) throw stopped(line, error)
      scores.push(failed(line, error))
    }
    onScore(scores)
  }
  return scores
}

const stopped = ({ id }: Line, error: unknown): Error =>
  new Error(
    `The engine failed on ${MOST_FAILURES_IN_A_ROW} lines in a row, the last of them ${id}: ${error instanceof Error ? error.message : error}`,
    { cause: error },
  )
