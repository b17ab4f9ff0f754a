import { z } from 'zod'
import { operation } from './operation.ts'

export const installationSchema = z
  .strictObject({
    version: z.string().meta({ description: 'Of Errand' }),
    model: z.strictObject({
      engine: z
        .enum(['built-in', 'openai-compatible', 'anthropic'])
        .meta({ description: 'What understands questions and words answers' }),
      name: z.string().nullable().meta({ description: 'The model; null where it is built in' }),
    }),
    temporal_ui_url: z
      .string()
      .nullable()
      .meta({ description: 'Null where none is known, and to chat keys, who see no runs' }),
    limits: z.strictObject({
      answers_per_minute: z.int().meta({ description: 'Of a key, for each external_user_id' }),
      actions: z.int().meta({ description: 'Of a guru where it has no limit of its own' }),
    }),
    retention_days: z.int().meta({ description: 'How long runs stay in the history' }),
  })
  .meta({ id: 'Installation' })

export const installation = {
  readInstallation: operation({
    id: 'readInstallation',
    method: 'get',
    path: '/installation',
    access: 'key',
    tag: 'Installation',
    summary: 'How this Errand is set up',
    description: 'What is worth showing of its settings. No secret, no key.',
    answers: { 200: { description: 'Its settings', schema: installationSchema } },
    problems: [],
  }),
}
