import { z } from 'zod'
import { PROBLEMS } from '../../domain/problems.ts'

/** ISO 8601, UTC. */
export const time = z.iso.datetime()
export const timeOrNull = time.nullable()

/** What any refused request is answered, as `application/problem+json` (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z.enum(Object.keys(PROBLEMS).map((code) => `urn:errand:problem:${code}`)),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What is wrong, and what to do about it' }),
    msg: z.string().meta({ description: 'The same as detail' }),
    errors: z.array(
      z.strictObject({
        path: z.string().meta({ description: 'Dotted, such as parameters.0.name; empty for the whole' }),
        message: z.string(),
      }),
    ),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457',
    example: {
      type: 'urn:errand:problem:validation_failed',
      title: 'Validation failed',
      status: 422,
      detail: 'parameters.0.name must consist of letters and underscores',
      msg: 'parameters.0.name must consist of letters and underscores',
      errors: [{ path: 'parameters.0.name', message: 'must consist of letters and underscores' }],
    },
  })

/** What a client may call its request; anything else is not taken. */
export const REQUEST_ID = /^[\w.-]{1,100}$/

export const requestIdParameter = z
  .string()
  .optional()
  .meta({
    description:
      'A name for this request, which comes back and stands in the log: up to 100 letters, digits, `_`, `.` and `-`. Any other is replaced',
    param: { id: 'RequestId' },
  })

export const requestIdHeader = z
  .string()
  .meta({ description: 'Names the request: the log has it too', header: { id: 'RequestId' } })

/** Values of an action's parameters, by name. */
export const parameterValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .meta({ id: 'ParameterValues', description: 'By the name of the parameter' })

/** The same in a request: which types they must have is said by the action that they are for. */
export const givenValues = z.record(z.string(), z.unknown()).meta({
  description: 'By the name of the parameter. A value has the type that the action declares for it',
  example: { order_id: 1042 },
})

/** An action as others refer to it. */
export const namedAction = z.strictObject({ id: z.string(), name: z.string() }).meta({ id: 'NamedAction' })

/** Whether the request waits for the run's end. */
export const waitQuery = z.strictObject({
  wait: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'Whether to wait up to 120 s for the run to finish' }),
})

/** How many entries a page of a list may have. */
export const pageLimit = (most: number) => {
  const message = `must be a whole number from 1 to ${most}`
  return z
    .string()
    .regex(/^\d{1,3}$/, message)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= most, message)
    .optional()
    .meta({ description: 'How many at most' })
}

const IDEMPOTENCY_KEY = { min: 1, max: 200 }
const keyLength = `must have ${IDEMPOTENCY_KEY.min} to ${IDEMPOTENCY_KEY.max} characters`

/** Of what starts a run. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(IDEMPOTENCY_KEY.min, keyLength)
    .max(IDEMPOTENCY_KEY.max, keyLength)
    .optional()
    .meta({
      description:
        'Makes the request safe to repeat: a retry with the same key and body gets the run of the first one. With another body it is a 409',
      example: 'order-1042-a',
      param: { id: 'IdempotencyKey' },
    }),
})

/** The parts of paths that mean the same wherever they stand. */
export const PATH_PARAMETERS: Record<string, z.ZodType> = {
  guru: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .meta({ description: "The guru's slug", example: 'acme', param: { id: 'Guru' } }),
}

/** Ids are opaque. */
export const idOf = (what: string) =>
  z
    .string()
    .min(1)
    .meta({ description: `The ${what}'s id` })
export const actionId = idOf('action')
export const runId = idOf('run')
