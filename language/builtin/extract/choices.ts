import type { ParameterValues } from '../../../domain/action.ts'
import { tokensOf } from '../match/tokens.ts'
import type { Candidate } from './candidate.ts'
import type { Wanted } from './role.ts'

/** "High priority" is no text of its own where the priority is high. */
export function isChoice({ kind, text }: Candidate, wanted: Wanted[], found: ParameterValues): boolean {
  if (kind !== 'phrase' && kind !== 'proper') return false
  const tokens = tokensOf(text)
  return wanted.some(({ role, name, parameter }) => {
    if (role !== 'enum' || !Object.hasOwn(found, parameter.name)) return false
    const own = [...name, ...tokensOf(String(found[parameter.name]))]
    return tokens.length > 0 && tokens.every(({ stem }) => own.some((one) => one.stem === stem))
  })
}
