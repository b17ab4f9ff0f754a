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
  .meta({ id: 'Problem' })
