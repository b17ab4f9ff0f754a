import { z } from 'zod'
import { LIMITS } from './limits.ts'
import { PARAMETER_NAME } from './parameter-name.ts'
import { reservedNameProblem } from './reserved-names.ts'

export const parameterValueSchema = z.union([z.string().max(10_000), z.number(), z.boolean()])
export type ParameterValue = z.infer<typeof parameterValueSchema>
export type ParameterValues = Record<string, ParameterValue>

export const parameterSchema = z
  .strictObject({
    name: z
      .string()
      .max(LIMITS.parameterName)
      .regex(PARAMETER_NAME, 'must consist of letters and underscores'),
    type: z.enum(['string', 'number', 'boolean']).default('string'),
    description: z.string().max(LIMITS.parameterDescription).default(''),
    required: z.boolean().default(true),
    default: parameterValueSchema.nullable().default(null),
  })
  .superRefine((parameter, context) => {
    const reserved = reservedNameProblem(parameter.name)
    if (reserved) context.addIssue({ code: 'custom', path: ['name'], message: reserved })
    if (parameter.default !== null && typeof parameter.default !== parameter.type)
      context.addIssue({ code: 'custom', path: ['default'], message: `must be a ${parameter.type} or null` })
  })
export type Parameter = z.infer<typeof parameterSchema>
