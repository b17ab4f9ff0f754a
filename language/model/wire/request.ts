import type { ConversationMessage } from '../../../domain/language.ts'
import type { JsonSchema } from '../schema.ts'
import type { OfferedTool } from '../tools.ts'
import type { Option, Refusals } from './refusals.ts'

export type PlainMessage = Pick<ConversationMessage, 'role' | 'content'>

export interface ModelCall {
  instructions: string
  messages: PlainMessage[]
  tools?: OfferedTool[]
  /** The answer is to be JSON of this schema. */
  shape?: Shape
}

export type Shape = {
  name: string
  schema: JsonSchema
}

/** The most that a model may answer, its thoughts included. */
const MAX_TOKENS = 8_192
/** Models that know only `max_completion_tokens` think a good deal. */
const MAX_COMPLETION_TOKENS = 4 * MAX_TOKENS

/** The options that a call is sent with: all but what the endpoint has refused. */
export function optionsOf(
  { tools = [], shape }: ModelCall,
  refusals: Refusals,
  streaming: boolean,
): Option[] {
  const length: Option = refusals.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens'
  const wanted: Option[] = ['temperature', length]
  if (tools.length > 0) wanted.push('tools', 'tool_choice')
  if (shape) wanted.push('shape')
  if (tools.length > 0 || shape) wanted.push('strict')
  if (streaming) wanted.push('stream', 'stream_options')
  return wanted.filter((option) => option === 'tools' || option === 'shape' || !refusals.has(option))
}

/** The parts of a request for which the SDK has no setting of its own. */
export function rawOptions({ shape }: ModelCall, options: Option[]) {
  return {
    ...(options.includes('max_completion_tokens') && { max_completion_tokens: MAX_COMPLETION_TOKENS }),
    ...(shape && {
      response_format: {
        type: 'json_schema',
        json_schema: { ...shape, ...(options.includes('strict') && { strict: true }) },
      },
    }),
  }
}

export const maxTokens = (options: Option[]): number | undefined =>
  options.includes('max_tokens') ? MAX_TOKENS : undefined
