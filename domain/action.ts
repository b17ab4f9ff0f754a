import { z } from 'zod'
import { cronProblem } from './cron.ts'
import { reservedNameProblem } from './reserved-names.ts'

/** Sizes of an action's parts; the contract fixes them. */
export const LIMITS = {
  name: 80,
  description: 2_000,
  trigger: 1_000,
  parameters: 30,
  parameterName: 64,
  parameterDescription: 1_000,
  usageInstructions: 4_000,
  url: 4_000,
  header: 4_000,
  headers: 50,
  body: 100_000,
  codeCharacters: 10_000,
  codeLines: 500,
  pythonTimeoutSeconds: 30,
  apiCallTimeoutSeconds: 120,
} as const

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const

const parameterValue = z.union([z.string().max(10_000), z.number(), z.boolean()])
export type ParameterValue = z.infer<typeof parameterValue>
export type ParameterValues = Record<string, ParameterValue>

export const parameterSchema = z
  .strictObject({
    name: z
      .string()
      .max(LIMITS.parameterName)
      .regex(/^[A-Za-z_]+$/, 'must consist of letters and underscores'),
    type: z.enum(['string', 'number', 'boolean']).default('string'),
    description: z.string().max(LIMITS.parameterDescription).default(''),
    required: z.boolean().default(true),
    default: parameterValue.nullable().default(null),
  })
  .superRefine((parameter, context) => {
    const reserved = reservedNameProblem(parameter.name)
    if (reserved) context.addIssue({ code: 'custom', path: ['name'], message: reserved })
    if (parameter.default !== null && typeof parameter.default !== parameter.type)
      context.addIssue({ code: 'custom', path: ['default'], message: `must be a ${parameter.type} or null` })
  })
export type Parameter = z.infer<typeof parameterSchema>

const headerName = z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}$/, 'is not a valid header name')

export const apiCallSchema = z.strictObject({
  method: z.enum(METHODS).default('GET'),
  url: z
    .string()
    .min(1, 'must not be empty')
    .max(LIMITS.url)
    .regex(/^https?:\/\/[^/?#\s]/i, 'must start with http:// or https:// and a host'),
  headers: z
    .record(headerName, z.string().max(LIMITS.header))
    .refine((headers) => Object.keys(headers).length <= LIMITS.headers, `at most ${LIMITS.headers} headers`)
    .default({}),
  body: z.string().max(LIMITS.body).nullable().default(null),
  /** Sends an `Idempotency-Key` of Errand's making, the same whenever one run is sent. */
  idempotency_key: z.boolean().default(false),
})
export type ApiCall = z.infer<typeof apiCallSchema>

export const pythonSchema = z.strictObject({
  code: z
    .string()
    .min(1, 'must not be empty')
    .max(LIMITS.codeCharacters, `must have at most ${LIMITS.codeCharacters} characters`)
    .refine(
      (code) => code.replace(/\n$/, '').split('\n').length <= LIMITS.codeLines,
      `must have at most ${LIMITS.codeLines} lines`,
    ),
})
export type Python = z.infer<typeof pythonSchema>

const scheduleSchema = z
  .strictObject({
    enabled: z.boolean().default(false),
    cron: z.string().default('0 9 * * *'),
    timezone: z
      .string()
      .default('UTC')
      .refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin'),
    parameters: z.record(z.string(), parameterValue).default({}),
  })
  .superRefine((schedule, context) => {
    const problem = cronProblem(schedule.cron)
    if (problem) context.addIssue({ code: 'custom', path: ['cron'], message: problem })
  })

export const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

export const secretNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(SECRET_NAME, 'must be letters, digits and underscores, and not start with a digit')
  .superRefine((name, context) => {
    const reserved = reservedNameProblem(name)
    if (reserved) context.addIssue({ code: 'custom', message: reserved })
  })

/** An action as clients send it: what POST and PUT take, and an export holds. */
export const actionInputSchema = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(LIMITS.name),
    description: z.string().max(LIMITS.description).default(''),
    trigger: z.string().trim().min(1, 'must not be empty').max(LIMITS.trigger),
    parameters: z.array(parameterSchema).max(LIMITS.parameters).default([]),
    type: z.enum(['api_call', 'python']),
    api_call: apiCallSchema.nullable().default(null),
    python: pythonSchema.nullable().default(null),
    usage_instructions: z.string().max(LIMITS.usageInstructions).default(''),
    timeout_seconds: z.number().int().min(1).max(LIMITS.apiCallTimeoutSeconds).default(30),
    schedule: scheduleSchema.default({ enabled: false, cron: '0 9 * * *', timezone: 'UTC', parameters: {} }),
    requires_approval: z.boolean().default(false),
    enabled: z.boolean().default(true),
    secrets: z.array(secretNameSchema).max(100).default([]),
  })
  .superRefine((action, context) => {
    const problem = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    if (!action[action.type]) problem([action.type], `is needed where type is ${action.type}`)
    const other = action.type === 'python' ? 'api_call' : 'python'
    if (action[other]) problem([other], `must be null where type is ${action.type}`)
    if (action.type === 'python' && action.timeout_seconds > LIMITS.pythonTimeoutSeconds)
      problem(['timeout_seconds'], `must be at most ${LIMITS.pythonTimeoutSeconds} for python`)

    const names = action.parameters.map((parameter) => parameter.name)
    names.forEach((name, index) => {
      if (names.indexOf(name) < index) problem(['parameters', index, 'name'], 'is used by another parameter')
    })
    action.secrets.forEach((name, index) => {
      if (names.includes(name)) problem(['secrets', index], 'is also the name of a parameter')
    })

    checkSchedule(action, problem)
  })

export type ActionInput = z.infer<typeof actionInputSchema>

/** A stored action, as the API shows it. */
export interface Action extends ActionInput {
  id: string
  guru: string
  version: number
  disabled_reason: string | null
  created_at: string
  updated_at: string
  next_run_at: string | null
  warnings: string[]
}

type AddProblem = (path: (string | number)[], message: string) => void

interface Scheduled {
  parameters: Parameter[]
  requires_approval: boolean
  schedule: { enabled: boolean; parameters: ParameterValues }
}

/** A schedule has nobody to ask: every required value must be there, with the right type. */
function checkSchedule({ parameters, requires_approval, schedule }: Scheduled, problem: AddProblem): void {
  for (const [name, value] of Object.entries(schedule.parameters)) {
    const parameter = parameters.find((candidate) => candidate.name === name)
    if (!parameter) problem(['schedule', 'parameters', name], 'is not a parameter of this action')
    else if (typeof value !== parameter.type)
      problem(['schedule', 'parameters', name], `must be a ${parameter.type}`)
  }
  if (!schedule.enabled) return
  for (const { name, required, default: fallback } of parameters)
    if (required && fallback === null && !Object.hasOwn(schedule.parameters, name))
      problem(['schedule', 'parameters', name], 'is required, and a scheduled run has nobody to ask for it')
  if (requires_approval)
    problem(['requires_approval'], 'must be false for a scheduled action: nobody is there to approve it')
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
