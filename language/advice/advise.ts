import { overlapAdvice } from './overlap.ts'
import { parameterAdvice } from './parameters.ts'
import type { Subject } from './subject.ts'
import { triggerAdvice } from './trigger.ts'

const MOST = 8

/**
 * What would make an action be understood better, in sentences: its trigger, other actions that it could be taken for,
 * its parameters. At most eight, always in this order. None of it keeps it from being saved.
 * @param others the enabled actions beside it
 */
export function advise(subject: Subject, others: readonly Subject[]): string[] {
  const trigger = triggerAdvice(subject)
  return [
    ...trigger,
    // Of a trigger that says nothing, there is nothing to compare.
    ...(trigger.length > 0 ? [] : overlapAdvice(subject, others)),
    ...parameterAdvice(subject.parameters),
  ].slice(0, MOST)
}
