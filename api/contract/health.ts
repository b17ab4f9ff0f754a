import { z } from 'zod'
import { operation } from './operation.ts'

const tag = 'Health'
const part = z.enum(['ok', 'missing', 'unreachable'])
const checks = z.strictObject({ database: part, temporal: part, worker: part, sandbox_worker: part })

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
