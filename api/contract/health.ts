import { z } from 'zod'
import { operation } from './operation.ts'

const tag = 'Health'
const part = z.enum(['ok', 'missing', 'unreachable'])
const checks = z.strictObject({
  database: part.describe('Whether it takes a write'),
  temporal: part,
  worker: part.describe('For workflows and API Calls'),
  sandbox_worker: part.describe('For Python'),
  sandbox_engine: part.describe('The container engine of any worker. Without one only Python actions fail'),
  model: z
    .enum(['ok', 'failing', 'not_asked', 'built_in', 'unknown', 'unreachable'])
    .describe('The language model, when it was asked last. Without it the built-in engine answers'),
})

export const health = {
  readLiveness: operation({
    id: 'readLiveness',
    method: 'get',
    path: '/healthz',
    root: true,
    access: 'open',
    tag,
    summary: 'Tell whether the API lives',
    answers: { 200: { description: 'It does', schema: z.strictObject({ status: z.literal('ok') }) } },
    problems: [],
  }),
  readReadiness: operation({
    id: 'readReadiness',
    method: 'get',
    path: '/readyz',
    root: true,
    access: 'open',
    tag,
    summary: 'Tell whether all that it needs is there',
    answers: {
      200: { description: 'It is', schema: z.strictObject({ status: z.literal('ready'), checks }) },
      503: {
        description: 'Something is missing',
        schema: z.strictObject({ status: z.literal('not ready'), checks }),
      },
    },
    problems: [],
  }),
}
