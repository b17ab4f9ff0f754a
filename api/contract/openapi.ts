import { z } from 'zod'
import { operation } from './operation.ts'

const tag = 'Documentation'

export const openapi = {
  readOpenApi: operation({
    id: 'readOpenApi',
    method: 'get',
    path: '/openapi.json',
    access: 'open',
    tag,
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
    problems: [],
  }),
  readDocs: operation({
    id: 'readDocs',
    method: 'get',
    path: '/docs',
    access: 'open',
    tag,
    summary: 'This document as a page',
    answers: { 200: { description: 'The page', type: 'text/html', schema: z.string() } },
    problems: [],
  }),
  readDocsFile: operation({
    id: 'readDocsFile',
    method: 'get',
    path: '/docs/{file}',
    params: { file: z.string().min(1).meta({ description: 'As the page names it' }) },
    access: 'open',
    tag,
    summary: 'A file that the page needs',
    answers: {
      200: {
        description: 'The file, which never changes',
        type: 'text/javascript',
        schema: z.string(),
        others: { 'text/css': z.string() },
      },
    },
    problems: ['not_found'],
  }),
}
