import { z } from 'zod'
import { RUN_STATUSES } from '../../domain/run.ts'
import { parameterValues, time } from './common.ts'
import { tokenUsage } from './run-schema.ts'

export const answeredAction = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    run_id: z.string().nullable().meta({ description: 'Null where nothing ran' }),
    status: z.enum([...RUN_STATUSES, 'needs_parameters']),
    parameters: parameterValues,
    missing: z.array(z.string()).meta({ description: 'Parameters that still need a value' }),
    from_outputs: z
      .array(z.string())
      .optional()
      .meta({ description: 'The parameters whose values came from the output of another action' }),
  })
  .meta({ id: 'AnsweredAction', description: 'A run, or what is still needed for one' })

export const answerSchema = z
  .strictObject({
    slug: z.string().meta({ description: "The guru's" }),
    session_id: z.string(),
    question: z.string(),
    content: z.string().meta({ description: 'Markdown' }),
    date_updated: time,
    actions: z.array(answeredAction),
    usage: tokenUsage.nullable(),
    references: z.array(
      z.strictObject({
        title: z.string(),
        link: z.string().meta({ description: 'Leads to the run' }),
        icon: z.string(),
      }),
    ),
  })
  .meta({ id: 'Answer' })
