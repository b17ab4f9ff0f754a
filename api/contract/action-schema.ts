import { z } from 'zod'
import { actionInputSchema, apiCallSchema, pythonSchema } from '../../domain/action.ts'
import { READ_ONLY_FIELDS } from '../../domain/read-only-fields.ts'
import { scheduleSchema } from '../../domain/schedule.ts'
import { time, timeOrNull } from './common.ts'

/** An action as it is read. */
export const actionSchema = z
  .strictObject({
    id: z.string(),
    guru: z.string(),
    version: z.int().meta({ description: 'Counts up at each change' }),
    ...actionInputSchema.shape,
    secrets: z.array(z.string()).meta({ description: 'Every secret that it uses' }),
    disabled_reason: z.string().nullable(),
    created_at: time,
    updated_at: time,
    next_run_at: timeOrNull.meta({ description: 'Of its schedule' }),
    warnings: z.array(z.string()).meta({ description: 'Worth knowing; only where it was just changed' }),
  })
  .meta({ id: 'Action' })

const ignored = z.unknown().optional().meta({ description: 'Ignored: what was read may be sent back' })

const readOnly = Object.fromEntries(READ_ONLY_FIELDS.map((name) => [name, ignored])) as Record<
  (typeof READ_ONLY_FIELDS)[number],
  typeof ignored
>

/** An action as POST and PUT take it. */
export const actionBodySchema = z
  .strictObject({ ...actionInputSchema.shape, ...readOnly })
  .meta({ id: 'ActionInput' })

type Removable<T extends z.ZodRawShape> = { [Name in keyof T]: z.ZodOptional<z.ZodNullable<T[Name]>> }

const patchOf = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(shape).map(([name, field]) => [name, removable(field)]),
    ) as unknown as Removable<T>,
  )

const removable = (field: z.core.$ZodType) => {
  const schema = field as z.ZodType
  const { description } = schema
  return schema
    .nullable()
    .optional()
    .meta({ ...(description && { description }) })
}

/** A JSON Merge Patch (RFC 7396) of an action. */
export const actionPatchSchema = z
  .strictObject({
    ...patchOf(actionInputSchema.shape).shape,
    api_call: patchOf(apiCallSchema.shape).nullable().optional(),
    python: patchOf(pythonSchema.shape).nullable().optional(),
    schedule: patchOf(scheduleSchema.shape).nullable().optional(),
    ...readOnly,
  })
  .meta({ id: 'ActionPatch', description: 'A JSON Merge Patch (RFC 7396): null removes a field' })

/** An action as it is exported: no ids, and its secrets by name only. */
export const exportedActionSchema = z
  .strictObject({ ...actionInputSchema.shape, secrets: z.array(z.string()) })
  .meta({ id: 'ExportedAction' })
