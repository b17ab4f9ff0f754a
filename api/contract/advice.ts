import { z } from 'zod'
import { LIMITS } from '../../domain/limits.ts'
import { parameterSchema } from '../../domain/parameter.ts'
import { actionId } from './common.ts'
import { operation } from './operation.ts'

export const advice = {
  adviseAction: operation({
    id: 'adviseAction',
    method: 'post',
    path: '/{guru}/actions/advice',
    access: 'manage',
    tag: 'Actions',
    summary: "Tell how an action's texts could be understood better",
    description:
      'Nothing is saved. A trigger that is vague, other enabled actions that it could be taken for, parameters that say too little: what saving it would tell as `warnings`. Empty where there is nothing to better.',
    body: z.strictObject({
      id: actionId
        .optional()
        .meta({ description: 'Where it is saved already: it is not compared with itself' }),
      name: z.string().max(LIMITS.name).default(''),
      description: z.string().max(LIMITS.description).default(''),
      trigger: z
        .string()
        .max(LIMITS.trigger)
        .meta({ description: 'When it is to run, as far as it is written' }),
      parameters: z
        .array(parameterSchema)
        .max(LIMITS.parameters)
        .default([])
        .meta({ description: 'What it takes from the question, as far as it is known' }),
    }),
    answers: {
      200: {
        description: 'The advice',
        schema: z
          .strictObject({ advice: z.array(z.string()).meta({ description: 'In sentences, at most eight' }) })
          .meta({ id: 'Advice' }),
      },
    },
    problems: [],
    audit: { none: 'it changes nothing' },
  }),
}
