import {
  curlImportRequestSchema,
  curlImportSchema,
  openApiImportRequestSchema,
  openApiImportSchema,
} from '../../importing/schemas.ts'
import { operation } from './operation.ts'

const tag = 'Actions'

export const drafts = {
  importCurl: operation({
    id: 'importCurl',
    method: 'post',
    path: '/{guru}/actions/import/curl',
    access: 'manage',
    tag,
    summary: 'Make a draft of a curl command',
    description:
      'Nothing is saved, and nothing is sent. Credentials become declared secrets, and their values are dropped.',
    body: curlImportRequestSchema,
    answers: { 200: { description: 'The draft', schema: curlImportSchema } },
    problems: [],
    audit: { none: 'a draft is not saved' },
  }),
  importOpenApi: operation({
    id: 'importOpenApi',
    method: 'post',
    path: '/{guru}/actions/import/openapi',
    access: 'manage',
    tag,
    summary: 'Make a draft of each operation of an OpenAPI document',
    description:
      'OpenAPI 3.0 or 3.1, as an object or as text in JSON or YAML. Nothing is saved, and nothing is fetched: references are resolved within the document.',
    body: openApiImportRequestSchema,
    bodyLimit: '10mb',
    answers: { 200: { description: 'The drafts', schema: openApiImportSchema } },
    problems: [],
    audit: { none: 'a draft is not saved' },
  }),
}
