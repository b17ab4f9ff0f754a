import { isRecord } from './arguments.ts'
import { elementsIn } from './elements.ts'
import { jsonIn } from './lenient-json.ts'
import type { RawCall } from './wire/client.ts'

export interface ReadAnswer {
  calls: RawCall[]
  /** What the model says to the user, where it says so. */
  answer: string | null
  /** Whether there was any JSON. */
  readable: boolean
}

/** Calls and words in a text in which a model was asked for JSON, or wrote it of its own accord. */
export function readCalls(text: string): ReadAnswer {
  const tagged = taggedCalls(text)
  if (tagged.length > 0) return { calls: tagged, answer: null, readable: true }
  const found = jsonIn(text.replace(/^\s*(?:<\|python_tag\|>|\[TOOL_CALLS\])/i, ''))
  const calls = found.flatMap(callsOf)
  const answer = calls.length > 0 ? null : (found.map(answerOf).find((words) => words !== null) ?? null)
  return { calls, answer, readable: found.length > 0 }
}

const FUNCTION = /<(function)=([\w-]+)>/g
const VALUE = /<(parameter)=([\w-]+)>/g

/** Calls in tags, as some models are trained to write them. All values are text there. */
const taggedCalls = (text: string): RawCall[] =>
  elementsIn(text, FUNCTION).map(({ of, inner }) => ({
    tool: of,
    input: Object.fromEntries(elementsIn(inner, VALUE).map((value) => [value.of, value.inner.trim()])),
  }))

const LISTS = ['calls', 'tool_calls', 'function_calls', 'actions']
const NAMES = ['tool', 'name', 'tool_name', 'function', 'action']
const INPUTS = ['arguments', 'parameters', 'input', 'args', 'tool_input']

/** The calls in a value, in any of the forms in which models are trained to write them. */
function callsOf(value: unknown): RawCall[] {
  if (Array.isArray(value)) return value.flatMap(callsOf)
  if (!isRecord(value)) return []
  for (const list of LISTS) if (Array.isArray(value[list])) return value[list].flatMap(callsOf)
  for (const inner of ['function', 'function_call', 'tool_call'])
    if (isRecord(value[inner])) return callsOf(value[inner])
  const tool = NAMES.map((name) => value[name]).find((name) => typeof name === 'string')
  const key = INPUTS.find((name) => Object.hasOwn(value, name))
  if (typeof tool !== 'string' || key === undefined) return []
  return [{ tool, input: value[key] }]
}

function answerOf(value: unknown): string | null {
  if (!isRecord(value)) return null
  const words = [value.answer, value.content, value.response, value.text, value.message].find(
    (candidate) => typeof candidate === 'string' && candidate.trim() !== '',
  )
  return typeof words === 'string' ? words.trim() : null
}
