import type { ParameterValue } from '../../domain/action.ts'
import { plainBoolean } from './extract/booleans.ts'
import type { ReadText } from './extract/extract.ts'
import type { Wanted } from './extract/role.ts'
import { isAsking } from './talk.ts'

const LEAD_IN =
  /^\W*(?:(?:no|ok(?:ay)?|yes|sure|sorry|actually|well|of course|please)\b[\s,.!]*)*(?:(?:it|that|this)(?:'s| is| was| should be)(?: the)?\b|(?:the|my|our) [\w ]{1,30}? (?:is called|is|was|should be)\b|(?:use|take|i mean(?:t)?|for|with|make it)\b(?: the)?)?[\s,:=]*/i
/** A bare answer is short; longer messages must name what they give. */
const BARE_WORDS = 12
const BARE_TEXT_CHARACTERS = 2_000

/** The message as the value of the one parameter that it was asked for; null where it can't be one. */
export function bareValue({ parameter, role, allowed }: Wanted, text: ReadText): ParameterValue | null {
  const message = text.text
  if (parameter.type === 'boolean') return plainBoolean(message)
  if (isAsking(message.trim())) return null
  const rest = bareText(text)
  if (!rest || !/[\p{L}\p{N}]/u.test(rest)) return null
  if (parameter.type === 'number') {
    const numbers = text.literals.filter(({ kind }) => kind === 'number')
    return numbers.length === 1 ? (numbers[0]?.number ?? null) : null
  }
  if (role === 'email' || role === 'url' || role === 'date' || role === 'time') return null
  if (allowed.length > 1) return allowed.find((word) => word.toLowerCase() === rest.toLowerCase()) ?? null
  if (role === 'text') return message.length <= BARE_TEXT_CHARACTERS ? rest : null
  const words = rest.split(/\s+/)
  if (words.length > BARE_WORDS || (role === 'id' && words.length > 1)) return null
  return text.tokens.length > 0 || /\d/.test(rest) ? rest : null
}

/** The message without what leads to its value, in the words of the user. */
function bareText({ text, said }: ReadText): string {
  const trimmed = text.replace(/[\s.!]+$/, '')
  const lead = LEAD_IN.exec(trimmed)?.[0].length ?? 0
  const start = lead < trimmed.length ? lead : 0
  return said(start, trimmed.length, true)
    .trim()
    .replace(/^(["'“`])([^"'”`]*)["'”`]$/, '$2')
}
