import type { ParameterValues } from '../../domain/action.ts'
import type { OfferedAction } from '../../domain/language.ts'
import { similarity, splitIdentifier, type Token, tokensOf } from '../builtin/match/tokens.ts'

/** A part of an action that has words of the question. */
export interface SharedPart {
  part: 'name' | 'trigger' | 'description' | 'parameters'
  /** Words of the question that stand there too. */
  same: string[]
  /** Words of the question, and the word there that means much the same. */
  alike: { asked: string; written: string }[]
}

export interface SharedWords {
  parts: SharedPart[]
  /** Words of the question that stand nowhere in the action. */
  elsewhere: string[]
}

/**
 * Which of the question's words an action has, and where. A word is told once, where it counts most.
 * @param values what was found for its parameters: words of these need stand nowhere else
 */
export function sharedWords(
  question: readonly Token[],
  action: OfferedAction,
  values: ParameterValues,
): SharedWords {
  const { name, trigger, description, parameters } = action
  const texts: [SharedPart['part'], string][] = [
    ['trigger', trigger],
    ['name', splitIdentifier(name)],
    ['description', description],
    ['parameters', parameters.map((one) => `${splitIdentifier(one.name)}. ${one.description}`).join('. ')],
  ]
  let open = question.filter(({ word }) => !/^[\d.]+$/.test(word))
  const parts: SharedPart[] = []
  for (const [part, text] of texts) {
    const there = tokensOf(text)
    const found: SharedPart = { part, same: [], alike: [] }
    open = open.filter((token) => {
      const written = nearestOf(token, there)
      if (!written) return true
      if (written.stem === token.stem) found.same.push(token.word)
      else found.alike.push({ asked: token.word, written: written.word })
      return false
    })
    if (found.same.length + found.alike.length > 0) parts.push(found)
  }
  const given = new Set(tokensOf(Object.values(values).join(' ')).map(({ stem }) => stem))
  return { parts, elsewhere: open.filter(({ stem }) => !given.has(stem)).map(({ word }) => word) }
}

function nearestOf(token: Token, others: Token[]): Token | null {
  let best: Token | null = null
  let highest = 0
  for (const other of others) {
    const alike = similarity(token, other)
    if (alike > highest) [best, highest] = [other, alike]
  }
  return best
}
