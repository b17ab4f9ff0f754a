import type { Parameter } from '../../domain/action.ts'
import type { OfferedAction } from '../../domain/language.ts'

export interface OfferedTool {
  name: string
  action: OfferedAction
  description: string
  schema: ToolSchema
}

export interface ToolSchema {
  type: 'object'
  properties: Record<string, { type: Parameter['type']; description: string }>
  required: string[]
  additionalProperties: false
}

const NAME_CHARACTERS = 60

/** The actions as tools. Names are made of what every endpoint takes (`[a-zA-Z0-9_-]{1,64}`) and are unique. */
export function toolsOf(actions: OfferedAction[]): OfferedTool[] {
  const taken = new Set<string>()
  return actions.map((action) => {
    const base = sanitised(action.name)
    let name = base
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base}_${count}`
    taken.add(name.toLowerCase())
    return { name, action, description: descriptionOf(action), schema: schemaOf(action.parameters) }
  })
}

const sanitised = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, NAME_CHARACTERS) || 'action'

const descriptionOf = ({ name, description, trigger }: OfferedAction): string =>
  [name, description, `Call it only in this case: ${trigger}`].filter(Boolean).join('\n')

function schemaOf(parameters: Parameter[]): ToolSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, type, description, required, default: fallback }) => {
        const note =
          fallback !== null ? `Default: ${JSON.stringify(fallback)}.` : required ? 'Needed.' : 'Optional.'
        const text = `${description} ${note}`.trim()
        return [name, { type, description: text }]
      }),
    ),
    // A value that the user did not give is left out rather than made up; Errand then asks for it.
    required: [],
    additionalProperties: false,
  }
}
