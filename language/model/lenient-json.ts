import { jsonrepair } from 'jsonrepair'
import { readJson } from '../../domain/read-json.ts'
import { elementsIn } from './elements.ts'

/** Mending takes its time; no call is as long as that. */
const MENDED_CHARACTERS = 100_000

/**
 * A text as JSON, mended where models write it loosely; undefined where it is none, or nests too deep. What ends too
 * early is none.
 */
export function lenientJson(text: string): unknown {
  const trimmed = text.trim()
  const read = readJson(trimmed)
  if (read !== undefined) return read
  // Half an object would be mended into a whole one, with half a value in it.
  if (trimmed.length > MENDED_CHARACTERS || !/^[[{][\s\S]*[\]}];?$/.test(trimmed)) return undefined
  try {
    return readJson(jsonrepair(trimmed))
  } catch {
    return undefined
  }
}

const BLOCK = /<(tool_call|function_call|tools?)>/gi

/** All JSON in a text: as a whole, in blocks, in code fences, or between words. */
export function jsonIn(text: string): unknown[] {
  const whole = lenientJson(text)
  if (isStructure(whole)) return [whole]
  const inBlocks = elementsIn(text, BLOCK).map(({ inner }) => inner)
  for (const parts of [inBlocks, inFences(text), [between(text)]]) {
    const found = parts.map(lenientJson).filter(isStructure)
    if (found.length > 0) return found
  }
  return []
}

/** What stands in code fences that are closed, without the name of its language. */
const inFences = (text: string): string[] =>
  text
    .split('```')
    .slice(0, -1)
    .filter((_, index) => index % 2 === 1)
    .map((inner) => inner.replace(/^[a-z]*/i, ''))

/** From the first bracket that opens to the last one that closes. */
function between(text: string): string {
  const from = text.search(/[[{](?=\s*["'{}\]\w[])/)
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  return from < 0 || to < from ? '' : text.slice(from, to + 1)
}

const isStructure = (value: unknown): boolean => typeof value === 'object' && value !== null
