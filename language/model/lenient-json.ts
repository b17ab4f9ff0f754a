import { jsonrepair } from 'jsonrepair'

/** A text as JSON, mended where models write it loosely; undefined where it is none. What ends too early is none. */
export function lenientJson(text: string): unknown {
  const trimmed = text.trim()
  try {
    return JSON.parse(trimmed)
  } catch {
    // Half an object would be mended into a whole one, with half a value in it.
    if (!/^[[{][\s\S]*[\]}];?$/.test(trimmed)) return undefined
  }
  try {
    return JSON.parse(jsonrepair(trimmed))
  } catch {
    return undefined
  }
}

const FENCES = /```[a-z]*\s*\n?([\s\S]*?)```/gi
const BLOCKS = /<(tool_call|function_call|tools?)>([\s\S]*?)<\/\1>/gi

/** All JSON in a text: as a whole, in blocks, in code fences, or between words. */
export function jsonIn(text: string): unknown[] {
  const whole = lenientJson(text)
  if (isStructure(whole)) return [whole]
  const inBlocks = [...text.matchAll(BLOCKS)].map(([, , inner = '']) => inner)
  const inFences = [...text.matchAll(FENCES)].map(([, inner = '']) => inner)
  for (const parts of [inBlocks, inFences, [between(text)]]) {
    const found = parts.map(lenientJson).filter(isStructure)
    if (found.length > 0) return found
  }
  return []
}

/** From the first bracket that opens to the last one that closes. */
function between(text: string): string {
  const from = text.search(/[[{](?=\s*["'{}\]\w[])/)
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  return from < 0 || to < from ? '' : text.slice(from, to + 1)
}

const isStructure = (value: unknown): boolean => typeof value === 'object' && value !== null
