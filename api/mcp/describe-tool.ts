import type { Tool } from '@modelcontextprotocol/server'
import type { ActionInput } from '../../domain/action.ts'
import type { Parameter } from '../../domain/parameter.ts'
import { effectOf } from '../../domain/workflow-contract.ts'
import type { ActionDocument } from '../../storage/models.ts'
import { RESULT_SCHEMA } from './result-schema.ts'
import { toolNameOf } from './tool-names.ts'

/** An action as a tool: what a model is told of it, and what it takes. Nothing of its URL, code or secrets. */
export function describeTool(action: ActionDocument): Tool {
  const { definition } = action
  return {
    name: toolNameOf(action),
    title: definition.name,
    description: descriptionOf(definition),
    inputSchema: inputSchemaOf(definition.parameters),
    outputSchema: RESULT_SCHEMA,
    annotations: { title: definition.name, ...hintsOf(definition) },
  }
}

function descriptionOf({ description, trigger, usage_instructions, requires_approval }: ActionInput): string {
  const parts = [
    description.trim(),
    `When to use: ${trigger}`,
    usage_instructions.trim() && `How to answer from the result: ${usage_instructions.trim()}`,
    requires_approval && 'A person has to approve each run: a call answers at once that it waits for that.',
  ]
  return parts.filter(Boolean).join('\n\n')
}

/** JSON Schema of its parameters. What has a default may be left out. */
function inputSchemaOf(parameters: Parameter[]): Tool['inputSchema'] {
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, type, description, default: fallback }) => [
        name,
        { type, ...(description && { description }), ...(fallback !== null && { default: fallback }) },
      ]),
    ),
    required: parameters
      .filter(({ required, default: fallback }) => required && fallback === null)
      .map(({ name }) => name),
    additionalProperties: false,
  }
}

/**
 * What a client may ask its user about before a call. What code or a POST does is not known here: it may be something
 * that can't be taken back.
 */
function hintsOf(definition: ActionInput): Tool['annotations'] {
  const reads = effectOf(definition) === 'read'
  const idempotent = reads || ['PUT', 'DELETE'].includes(definition.api_call?.method ?? '')
  return { readOnlyHint: reads, destructiveHint: !reads, idempotentHint: idempotent, openWorldHint: true }
}
