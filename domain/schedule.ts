import { z } from 'zod'
import { cronProblem } from './cron.ts'
import { parameterValueSchema } from './parameter.ts'
import { secretNameSchema } from './secret-name.ts'

/** Defaults of a schedule, and what it is left at where an older version saved it. */
export const SCHEDULE_DEFAULTS = {
  /** A run that was due while nothing could start it is started late by this much at most. */
  catch_up_seconds: 600,
  jitter_seconds: 0,
  delivery: null,
} as const

/** Temporal refuses catch-up windows below 10 s; a year is its own default. */
const CATCH_UP_SECONDS = { min: 10, max: 365 * 86_400 }
const MAX_JITTER_SECONDS = 3_600

/** Which of a schedule's runs are delivered. */
export const DELIVER_WHEN = ['always', 'failure', 'change'] as const

const deliverySchema = z.strictObject({
  /** May hold secrets as placeholders. */
  url: z
    .string()
    .max(4_000)
    .regex(/^https?:\/\/[^/?#\s]/i, 'must start with http:// or https:// and a host'),
  secret: secretNameSchema.meta({ description: 'The name of the one that each delivery is signed with' }),
  when: z.enum(DELIVER_WHEN).default('always').meta({ description: 'Which runs are sent' }),
})
export type Delivery = z.infer<typeof deliverySchema>

export const scheduleSchema = z
  .strictObject({
    enabled: z.boolean().default(false),
    cron: z
      .string()
      .default('0 9 * * *')
      .meta({ description: 'Five fields, or @hourly, @daily, @weekly or @monthly' }),
    timezone: z
      .string()
      .default('UTC')
      .refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin'),
    parameters: z
      .record(z.string(), parameterValueSchema)
      .default({})
      .meta({ description: 'The values that its runs have' }),
    catch_up_seconds: z
      .number()
      .int()
      .min(CATCH_UP_SECONDS.min)
      .max(CATCH_UP_SECONDS.max)
      .default(SCHEDULE_DEFAULTS.catch_up_seconds)
      .meta({ description: 'How late a run may start that was due while nothing could start it' }),
    jitter_seconds: z
      .number()
      .int()
      .min(0)
      .max(MAX_JITTER_SECONDS)
      .default(SCHEDULE_DEFAULTS.jitter_seconds)
      .meta({ description: 'Each run is put off by a part of this' }),
    delivery: deliverySchema
      .nullable()
      .default(SCHEDULE_DEFAULTS.delivery)
      .meta({ description: 'Where its runs are sent, as signed webhooks' }),
  })
  .superRefine((schedule, context) => {
    const problem = cronProblem(schedule.cron)
    if (problem) context.addIssue({ code: 'custom', path: ['cron'], message: problem })
  })
export type Schedule = z.infer<typeof scheduleSchema>

/** A stored schedule with what older versions did not know. */
export const completeSchedule = (schedule: Schedule): Schedule => ({ ...SCHEDULE_DEFAULTS, ...schedule })

/** Offsets, such as +01:00, are no IANA names: Temporal has none. */
function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && timeZoneName(name) !== ''
  } catch {
    return false
  }
}

/** The name in the letter case that Temporal insists on. */
export const timeZoneName = (name: string): string =>
  new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
