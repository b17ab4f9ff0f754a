import { z } from 'zod'
import { actionInputSchema } from '../../domain/action.ts'
import { templateSchema } from '../../templates/catalogue.ts'
import { operation } from './operation.ts'

export const templates = {
  listTemplates: operation({
    id: 'listTemplates',
    method: 'get',
    path: '/templates',
    access: 'key',
    tag: 'Templates',
    summary: 'List ready-made actions',
    answers: {
      200: {
        description: 'All of them, in the order of their slugs',
        schema: z.strictObject({
          templates: z.array(
            templateSchema
              .extend({
                slug: z.string(),
                action: actionInputSchema.meta({ description: 'What POST /{guru}/actions takes' }),
              })
              .meta({ id: 'Template' }),
          ),
        }),
      },
    },
    problems: [],
  }),
}
