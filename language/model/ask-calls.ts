import { readCalls } from './read-calls.ts'
import { describedTools, shapeOfCalls } from './shaped-calls.ts'
import type { OfferedTool } from './tools.ts'
import { type ModelClient, type RawCall, Refused } from './wire/client.ts'
import type { Meter } from './wire/meter.ts'
import type { ModelCall } from './wire/request.ts'

export interface CallsAnswer {
  calls: RawCall[]
  /** The words for the user; empty where there are none. */
  text: string
  /** All that the model said, as it is told again when it is asked to mend it. */
  said: string
  /** What is wrong with the answer as such, in words for the model. */
  problem: string | null
}

export interface CallsRequest extends ModelCall {
  tools: OfferedTool[]
}

/** In an answer with more words than these around it, JSON is an example rather than a call. */
const WORDS_AROUND = 200

/**
 * Asks which tools to call: by tool calls where the endpoint has them, else by an answer of a prescribed shape, else
 * by JSON in its words.
 * @throws {RunFailure} `model_failed`
 */
export async function askForCalls(
  client: ModelClient,
  request: CallsRequest,
  meter: Meter,
  signal: AbortSignal,
): Promise<CallsAnswer> {
  if (request.tools.length === 0 || !client.refuses('tools')) {
    try {
      return await byTools(client, request, meter, signal)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }
  const { tools, messages } = request
  const call = { messages, instructions: `${request.instructions}\n\n${describedTools(tools)}` }
  if (!client.refuses('shape')) {
    try {
      const { text } = await client.ask({ ...call, shape: shapeOfCalls(tools) }, meter, signal)
      return byJson(text)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }
  return byJson((await client.ask(call, meter, signal)).text)
}

async function byTools(
  client: ModelClient,
  request: CallsRequest,
  meter: Meter,
  signal: AbortSignal,
): Promise<CallsAnswer> {
  const { text, calls, cut } = await client.ask(request, meter, signal)
  if (calls.length > 0) return { calls, text: '', said: JSON.stringify(calls), problem: null }
  if (!text) return { ...EMPTY, ...(cut && { problem: TOO_LONG }) }
  const written = request.tools.length > 0 ? writtenCalls(text) : []
  return { calls: written, text: written.length > 0 ? '' : text, said: text, problem: null }
}

/** The calls of a model that writes them into its text, where its endpoint doesn't know how to read them. */
function writtenCalls(text: string): RawCall[] {
  const { calls } = readCalls(text)
  const around = text.length - JSON.stringify(calls).length
  return around <= WORDS_AROUND + calls.length * WORDS_AROUND ? calls : []
}

function byJson(text: string): CallsAnswer {
  if (!text) return EMPTY
  const { calls, answer, readable } = readCalls(text)
  const said = { calls, text: answer ?? '', said: text }
  if (calls.length > 0 || answer) return { ...said, problem: null }
  // Words without any JSON are an answer to the user.
  if (!readable && !/[{[]/.test(text)) return { ...said, text, problem: null }
  return { ...said, problem: 'Your answer was not the JSON object that was asked for.' }
}

const TOO_LONG = 'Your answer was too long and was cut before it began. Think less.'
const EMPTY: CallsAnswer = { calls: [], text: '', said: '', problem: 'Your answer was empty.' }
