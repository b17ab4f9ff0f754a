import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { OfferedAction } from '../domain/language.ts'
import { loadTemplates } from '../templates/catalogue.ts'

const parameterSchema = z.looseObject({
  name: z.string(),
  type: z.enum(['string', 'number', 'boolean']),
  description: z.string().default(''),
  required: z.boolean().default(true),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable().default(null),
})

const actionSchema = z.looseObject({
  name: z.string(),
  description: z.string().default(''),
  trigger: z.string(),
  parameters: z.array(parameterSchema).default([]),
})

const expectedSchema = z.strictObject({
  name: z.string(),
  /** For each parameter the values that are right; an empty string among them says that it may be absent. */
  parameters: z.record(z.string(), z.array(z.unknown())).default({}),
  /** Required parameters that have to be asked for. Not compared where left out. */
  missing: z.array(z.string()).optional(),
})

const lineSchema = z.strictObject({
  id: z.string(),
  category: z.string(),
  question: z.string(),
  /** What the user said before, message by message, in the same session. */
  before: z.array(z.string()).default([]),
  /** What is known of the user. */
  user: z.record(z.string(), z.unknown()).default({}),
  /** What relative dates count from, ISO 8601. */
  now: z.string().optional(),
  /** What is offered; `templates` are all ready-made ones. */
  actions: z.union([z.literal('templates'), z.array(actionSchema)]),
  /** What is to run, in any order; empty where nothing is. */
  expected: z.array(expectedSchema),
})

export type Line = z.infer<typeof lineSchema>
export type ExpectedAction = z.infer<typeof expectedSchema>

/** The lines of a JSONL file. @throws {Error} naming the line that can't be read, and why */
export function readLines(path: string): Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text, index) => (text.trim() ? [lineOf(text, `${path}:${index + 1}`)] : []))
}

function lineOf(text: string, place: string): Line {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Error(`${place}: is not JSON.`)
  }
  const parsed = lineSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || 'line'}: ${message}`)
  throw new Error(`${place}:\n${problems.join('\n')}`)
}

let templates: OfferedAction[] | null = null

/** The offered actions, each with its name as its id. */
export function offeredBy({ actions }: Pick<Line, 'actions'>): OfferedAction[] {
  if (actions !== 'templates') return actions.map((action) => ({ ...action, id: action.name }))
  templates ??= loadTemplates().map(({ action: { name, description, trigger, parameters } }) => ({
    id: name,
    name,
    description,
    trigger,
    parameters,
  }))
  return templates
}
