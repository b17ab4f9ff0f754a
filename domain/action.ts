import { z } from 'zod'
import { APPROVAL_TIMEOUT_SECONDS, LIMITS } from './limits.ts'
import { type Parameter, type ParameterValues, parameterSchema } from './parameter.ts'
import { SCHEDULE_DEFAULTS, scheduleSchema } from './schedule.ts'
import { secretNameSchema } from './secret-name.ts'

export { LIMITS } from './limits.ts'
export { type Parameter, type ParameterValue, type ParameterValues, parameterSchema } from './parameter.ts'
export { SECRET_NAME, secretNameSchema } from './secret-name.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const

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
  idempotency_key: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether to send an Idempotency-Key, the same whenever one run is sent' }),
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

/** An action as clients send it: what POST and PUT take, and an export holds. */
export const actionInputSchema = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(LIMITS.name),
    description: z.string().max(LIMITS.description).default(''),
    trigger: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(LIMITS.trigger)
      .meta({ description: 'When to run it, in the words that users use' }),
    parameters: z.array(parameterSchema).max(LIMITS.parameters).default([]).meta({
      description:
        'What it takes from the question. Placeholders in its URL, headers and body name them, as does os.environ in Python',
    }),
    type: z.enum(['api_call', 'python']),
    api_call: apiCallSchema.nullable().default(null),
    python: pythonSchema.nullable().default(null),
    usage_instructions: z
      .string()
      .max(LIMITS.usageInstructions)
      .default('')
      .meta({ description: 'How to word the answer' }),
    timeout_seconds: z
      .number()
      .int()
      .min(1)
      .max(LIMITS.apiCallTimeoutSeconds)
      .default(30)
      .meta({ description: 'For one run, all its attempts included; at most 30 for Python' }),
    schedule: scheduleSchema.default({
      enabled: false,
      cron: '0 9 * * *',
      timezone: 'UTC',
      parameters: {},
      ...SCHEDULE_DEFAULTS,
    }),
    requires_approval: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether somebody must approve each run' }),
    approval_timeout_seconds: z
      .number()
      .int()
      .min(1)
      .max(LIMITS.approvalTimeoutSeconds)
      .default(APPROVAL_TIMEOUT_SECONDS)
      .meta({ description: 'How long a run waits for that before it is rejected' }),
    enabled: z.boolean().default(true),
    secrets: z
      .array(secretNameSchema)
      .max(100)
      .default([])
      .meta({ description: 'Secrets to declare beside those that placeholders and code name' }),
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
