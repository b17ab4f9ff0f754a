import { jsonSchema, type LanguageModel, tool } from 'ai'
import { loosened } from '../schema.ts'
import type { OfferedTool } from '../tools.ts'
import type { Option } from './refusals.ts'
import { type ModelCall, maxTokens, rawOptions } from './request.ts'

export type SdkRequest = ReturnType<typeof sdkRequest>

/** A call as the SDK takes it, with the options that the endpoint has not refused. */
export const sdkRequest = (
  model: LanguageModel,
  call: ModelCall,
  options: Option[],
  abortSignal: AbortSignal,
) => ({
  model,
  instructions: call.instructions,
  messages: call.messages,
  maxRetries: 0,
  abortSignal,
  temperature: options.includes('temperature') ? 0 : undefined,
  maxOutputTokens: maxTokens(options),
  providerOptions: { model: rawOptions(shapedFor(call, options), options) },
  ...(options.includes('tools') && { tools: sdkTools(call.tools ?? [], options.includes('strict')) }),
})

const shapedFor = (call: ModelCall, options: Option[]): ModelCall =>
  call.shape && !options.includes('strict')
    ? { ...call, shape: { ...call.shape, schema: loosened(call.shape.schema) } }
    : call

const sdkTools = (tools: OfferedTool[], strict: boolean) =>
  Object.fromEntries(
    tools.map(({ name, description, schema }) => [
      name,
      tool({
        description,
        inputSchema: jsonSchema(strict ? { ...schema } : { ...loosened(schema) }),
        ...(strict && { strict: true }),
      }),
    ]),
  )
