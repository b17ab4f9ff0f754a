import { z } from 'zod'
import { operation } from './operation.ts'

export const openapi = {
  readOpenApi: operation({
    id: 'readOpenApi',
    method: 'get',
    path: '/openapi.json',
    access: 'open',
    tag: 'Documentation',
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
    problems: [],
  }),
}
