import type { StepTold } from '../../api/answer-stream.ts'
import { texts } from '../../texts/en/index.ts'

/** What a step is about, for people. */
export function stepWords({ step, action }: StepTold): string {
  const words = texts.chat.steps[step]
  return typeof words === 'string' ? words : words(action?.name ?? texts.chat.anAction)
}
