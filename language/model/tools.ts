import type { Parameter } from '../../domain/action.ts'
import type { OfferedAction } from '../../domain/language.ts'
import { REFERENCES, referencesSchema } from './references.ts'
import { type JsonSchema, parameterSchema, strictObject } from './schema.ts'

export interface OfferedTool {
  name: string
  action: OfferedAction
  description: string
  /** In its strict form. */
  schema: JsonSchema
}

const NAME_CHARACTERS = 60
/** What all tools together may take of a request, in characters of JSON. */
export const TOOLS_CHARACTERS = 48_000

/** How long a tool's and a parameter's description may be; the first pair with which all fit is taken. */
const LENGTHS = [
  [3_100, 1_000],
  [1_000, 300],
  [400, 150],
  [200, 80],
] as const

/**
 * The actions as tools. Names are made of what every endpoint takes (`[a-zA-Z0-9_-]{1,64}`) and are unique. Where they
 * take too much together, descriptions are cut. `references`: whether values may be taken from results.
 */
export function toolsOf(actions: OfferedAction[], references = false): OfferedTool[] {
  const names = namesOf(actions)
  let tools: OfferedTool[] = []
  for (const [ofTool, ofParameter] of LENGTHS) {
    tools = actions.map((action, index) => ({
      name: names[index] ?? action.id,
      action,
      description: shortened(descriptionOf(action), ofTool),
      schema: schemaOf(action.parameters, ofParameter, references),
    }))
    if (sizeOf(tools) <= TOOLS_CHARACTERS) break
  }
  return tools
}

export const sizeOf = (tools: OfferedTool[]): number =>
  tools.reduce((sum, { description, schema }) => sum + description.length + JSON.stringify(schema).length, 0)

function namesOf(actions: OfferedAction[]): string[] {
  const taken = new Set<string>()
  return actions.map((action) => {
    const base = sanitised(action.name)
    let name = base
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base}_${count}`
    taken.add(name.toLowerCase())
    return name
  })
}

const sanitised = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, NAME_CHARACTERS) || 'action'

const descriptionOf = ({ name, description, trigger }: OfferedAction): string =>
  [name, `Call it only in this case: ${trigger}`, description].filter(Boolean).join('\n')

const shortened = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`

function schemaOf(parameters: Parameter[], length: number, references: boolean): JsonSchema {
  const properties = parameters.map((parameter) => {
    const { name, description, required, default: fallback } = parameter
    const note =
      fallback !== null ? `Default: ${JSON.stringify(fallback)}.` : required ? 'Needed.' : 'Optional.'
    return [name, parameterSchema(parameter, `${shortened(description, length)} ${note}`.trim())] as const
  })
  return strictObject({
    ...Object.fromEntries(properties),
    ...(references && parameters.length > 0 && { [REFERENCES]: referencesSchema(parameters) }),
  })
}
