/** What of a request an endpoint may refuse. `shape` is a prescribed JSON answer, `strict` a schema in its strict form. */
export type Option =
  | 'temperature'
  | 'stream_options'
  | 'stream'
  | 'max_tokens'
  | 'max_completion_tokens'
  | 'tool_choice'
  | 'strict'
  | 'shape'
  | 'tools'

export interface Refusals {
  has(option: Option): boolean
  add(option: Option): void
}

/** Endpoints are updated and models swapped: what was refused is tried again after ten minutes. */
const FORGOTTEN_AFTER_MS = 10 * 60_000

/** What one endpoint has refused lately, and what its protocol lacks altogether. */
export function createRefusals(lacking: Option[] = [], now: () => number = Date.now): Refusals {
  const refused = new Map<Option, number>()
  return {
    has: (option) =>
      lacking.includes(option) ||
      now() - (refused.get(option) ?? Number.NEGATIVE_INFINITY) < FORGOTTEN_AFTER_MS,
    add: (option) => void refused.set(option, now()),
  }
}

/** What the words of a refusal name, the most particular first: a message on schemas often names tools as well. */
const NAMED: [Option, RegExp][] = [
  ['temperature', /temperature/i],
  ['stream_options', /stream_options|include_usage/i],
  ['max_tokens', /max_tokens/i],
  ['max_completion_tokens', /max_completion_tokens/i],
  ['tool_choice', /tool_choice/i],
  [
    'strict',
    /strict|additional_?properties|nullable|cannot unmarshal array|cannot start list|schema for (?:function|response)/i,
  ],
  ['shape', /response_?format|json_?schema|structured|grammar|guided|schema/i],
  ['tools', /\btools?\b|\bfunctions?\b|function.?call/i],
  ['stream', /\bstream(?:ing|ed)?\b/i],
]

const REFUSING = new Set([400, 405, 415, 422])
/** Statuses with which some endpoints say that they, or the model, have no tools or no streaming. */
const LACKING = new Set([404, 500, 501])
const LACKS = /support|requires|not implemented|unsupported|no endpoints|not available|enable/i

/** Which of the options that were sent an answer with an error status refuses; null where it is about something else. */
export function refusedOption(status: number, body: string, sent: Option[]): Option | null {
  const named = NAMED.filter(([option, words]) => sent.includes(option) && words.test(body)).map(
    ([option]) => option,
  )
  if (REFUSING.has(status)) return named[0] ?? null
  if (LACKING.has(status) && LACKS.test(body))
    return named.find((option) => option === 'tools' || option === 'shape' || option === 'stream') ?? null
  return null
}
