import { RE2JS } from 're2js'
import type { FieldError } from '../problems.ts'
import type { Found } from './found.ts'
import type { OwnPattern } from './settings.ts'
import type { Stopwatch } from './stopwatch.ts'

/** Text is searched in pieces of so many characters: finding all matches takes time in the square of a piece. */
const PIECE = 8_192
/** What a match may have at most; pieces overlap by as much. */
export const LONGEST_MATCH = 1_000
/** Seen before a piece, so that `^` and `\b` know what they stand behind. */
const CONTEXT = 2

/** Texts in which a useful pattern matches no empty place. */
const PROBES = ['', 'a', '1', 'a b', ' ', ',', '\n', 'é']

export interface CompiledPattern {
  label: string
  regex: RE2JS
}

/** `^` and `$` stand for the beginning and end of a line. @throws where the regex isn't one of RE2 */
const compile = (regex: string): RE2JS => RE2JS.compile(regex, RE2JS.MULTILINE)

export const compilePatterns = (patterns: OwnPattern[]): CompiledPattern[] =>
  patterns.map(({ label, regex }) => ({ label, regex: compile(regex) }))

/** What is wrong with a guru's patterns, in the compiler's words; `path` is where they stand in the body. */
export function patternProblems(patterns: OwnPattern[], path = 'pii.patterns'): FieldError[] {
  return patterns.flatMap(({ regex }, index): FieldError[] => {
    const problem = problemOf(regex)
    return problem ? [{ path: `${path}.${index}.regex`, message: problem }] : []
  })
}

function problemOf(regex: string): string | null {
  try {
    // By itself first: the compiler's message would show the flag that `compile` adds.
    RE2JS.compile(regex)
    const compiled = compile(regex)
    return PROBES.some((probe) => findsNothing(compiled, probe))
      ? 'must not match an empty text, since that is everywhere'
      : null
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : ''
    return `is not a regex of RE2: ${reason}`
  }
}

function findsNothing(compiled: RE2JS, text: string): boolean {
  const matcher = compiled.matcher(text)
  while (matcher.find()) if (matcher.start() === matcher.end()) return true
  return false
}

/**
 * The matches of the guru's own patterns, each up to {@link LONGEST_MATCH} characters. RE2 takes time linear in the
 * text for one match, whatever the pattern.
 * @returns null where the time ran out before all of the text was searched
 */
export function findOwn(text: string, patterns: CompiledPattern[], time: Stopwatch): Found[] | null {
  const found: Found[] = []
  for (const { label, regex } of patterns) {
    let searched = 0
    for (let start = 0; start < text.length; start += PIECE) {
      const from = Math.max(0, start - CONTEXT)
      const piece = text.slice(from, start + PIECE + LONGEST_MATCH)
      const matcher = regex.matcher(piece)
      let next = Math.max(start, searched) - from
      while (next < start + PIECE - from && next <= piece.length && matcher.find(next)) {
        if (time.isUp()) return null
        const [first, last] = [matcher.start(), matcher.end()]
        if (first >= start + PIECE - from) break
        if (last > first) found.push({ from: from + first, to: from + last, name: label })
        next = last > first ? last : last + 1
        searched = from + next
      }
      if (time.isUp()) return null
    }
  }
  return found
}
