import { loosened, strictObject } from './schema.ts'
import type { OfferedTool } from './tools.ts'
import type { Shape } from './wire/request.ts'

/** For endpoints without tools: an answer that is a list of calls, or words. */
export const shapeOfCalls = (tools: OfferedTool[]): Shape => ({
  name: 'calls',
  schema: strictObject({
    calls: {
      type: 'array',
      description: 'The tools to call; empty where none fits.',
      items: {
        anyOf: tools.map(({ name, schema }) =>
          strictObject({ tool: { type: 'string', enum: [name] }, arguments: schema }),
        ),
      },
    },
    answer: { type: ['string', 'null'], description: 'What to tell the user where no tool is called.' },
  }),
})

/** The tools in words, and how to call them. */
export function describedTools(tools: OfferedTool[]): string {
  const described = tools.map(({ name, description, schema }) =>
    JSON.stringify({ tool: name, description, arguments: loosened(schema).properties ?? {} }),
  )
  return [
    `The tools, one a line:\n${described.join('\n')}`,
    'Answer with one JSON object and nothing else: {"calls": [{"tool": "the name of a tool", "arguments": {…}}], "answer": null}. Where no tool fits: {"calls": [], "answer": "what to tell the user"}.',
  ].join('\n\n')
}
