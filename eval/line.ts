import { z } from 'zod'

const valueSchema = z.union([z.string(), z.number(), z.boolean()])

const parameterSchema = z.looseObject({
  name: z.string(),
  type: z.enum(['string', 'number', 'boolean']),
  description: z.string().default(''),
  required: z.boolean().default(true),
  default: valueSchema.nullable().default(null),
})

const actionSchema = z.looseObject({
  name: z.string(),
  description: z.string().default(''),
  trigger: z.string(),
  parameters: z.array(parameterSchema).default([]),
})

/** What free text has to hold, which nobody words twice the same way. */
const textRuleSchema = z.strictObject({
  contains: z.array(z.string()),
  without: z.array(z.string()).default([]),
})

const expectedSchema = z.strictObject({
  name: z.string(),
  /** For each parameter the values that are right; an empty string among them says that it may be absent. */
  parameters: z.record(z.string(), z.array(z.union([valueSchema, textRuleSchema])).min(1)).default({}),
  /** Required parameters that have to be asked for. Not compared where left out. */
  missing: z.array(z.string()).optional(),
})

export const lineSchema = z.strictObject({
  id: z.string().min(1),
  category: z.string().min(1),
  question: z.string(),
  /** What the user said before, message by message, in the same session. */
  before: z.array(z.string()).default([]),
  /** What is known of the user. */
  user: z.record(z.string(), z.unknown()).default({}),
  /** What relative dates count from. */
  now: z.iso.datetime({ offset: true }).optional(),
  /** What is offered; `templates` are all ready-made ones. */
  actions: z.union([z.literal('templates'), z.array(actionSchema)]),
  /** What is to run, in any order; empty where nothing is. */
  expected: z.array(expectedSchema),
})

export type Line = z.infer<typeof lineSchema>
export type ExpectedAction = z.infer<typeof expectedSchema>
export type TextRule = z.infer<typeof textRuleSchema>
