import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi'
import { PROBLEMS, type ProblemCode } from '../../domain/problems.ts'
import { PATH_PARAMETERS, problemSchema } from '../contract/common.ts'
import type { Access, Answer, Operation } from '../contract/operation.ts'

export const API_PREFIX = '/api/v1'

/** An OpenAPI document, as JSON. */
export type OpenApiDocument = ReturnType<typeof createDocument>

const INFO = {
  title: 'Errand',
  version: '1',
  summary: 'Actions that an AI assistant carries out, as durable workflows',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
}

const SECURITY_SCHEMES = {
  key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
  bearer: { type: 'http', scheme: 'bearer' },
} as const

/** What each request may be refused with by who sends it. */
const BY_ACCESS: Record<Access, ProblemCode[]> = {
  open: [],
  key: ['unauthorized', 'throttled'],
  admin: ['unauthorized', 'throttled', 'forbidden'],
  manage: ['unauthorized', 'throttled', 'forbidden', 'not_found'],
  chat: ['unauthorized', 'throttled', 'forbidden', 'not_found'],
}
/** By its having a body. */
const BY_BODY: ProblemCode[] = [
  'unreadable_json',
  'body_too_large',
  'unsupported_media_type',
  'validation_failed',
]
/** At any time. */
const ALWAYS: ProblemCode[] = ['internal_error', 'unavailable']

/** Describes operations as an OpenAPI 3.1 document, by the very schemas that validate them. */
export function openApiDocument(operations: Operation[]): OpenApiDocument {
  const paths: NonNullable<ZodOpenApiObject['paths']> = {}
  for (const operation of operations) {
    const path = operation.root ? operation.path : `${API_PREFIX}${operation.path}`
    paths[path] = { ...paths[path], [operation.method]: described(operation) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    components: { securitySchemes: SECURITY_SCHEMES, schemas: itemSchemas(operations) },
    security: [{ key: [] }, { bearer: [] }],
    paths,
  })
}

function described(operation: Operation): ZodOpenApiOperationObject {
  const { id, tag, summary, description, access, query, headers, body, answers } = operation
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(access === 'open' && { security: [] }),
    requestParams: {
      path: pathSchema(operation),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: body } },
      },
    }),
    responses: {
      ...refusals(operation),
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answered(answer)])),
    },
  }
}

const pathSchema = ({ path, params }: Operation): z.ZodObject =>
  z.object(
    Object.fromEntries(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [
        name,
        params?.[name] ?? PATH_PARAMETERS[name] ?? z.string(),
      ]),
    ),
  )

function answered({
  description,
  schema,
  type,
  others = {},
  each,
  headers,
}: Answer): ZodOpenApiResponseObject {
  const first: [string, z.ZodType][] = schema ? [[type ?? 'application/json', schema]] : []
  const bodies = [...first, ...Object.entries(others)]
  const described = bodies.map(([name, body]) => [
    name,
    { schema: body, ...(isStream(name) && itemsOf(each)) },
  ])
  return {
    description,
    ...(headers && { headers: z.object(headers) }),
    ...(bodies.length > 0 && { content: Object.fromEntries(described) }),
  }
}

const isStream = (type: string): boolean => type === 'text/event-stream' || type === 'application/x-ndjson'

const idOf = (schema: z.ZodType): string => schema.meta()?.id ?? ''

/** A schema of OpenAPI 3.1 is of a whole body: what each line or event of a stream is needs a word of our own. */
const itemsOf = (each: z.ZodType | undefined) =>
  each && { 'x-item-schema': { $ref: `#/components/schemas/${idOf(each)}` } }

const itemSchemas = (operations: Operation[]): Record<string, z.ZodType> =>
  Object.fromEntries(
    operations
      .flatMap(({ answers }) => Object.values(answers).flatMap(({ each }) => (each ? [each] : [])))
      .map((each) => [idOf(each), each]),
  )

/** One answer for each status that it may be refused with. */
function refusals(operation: Operation): Record<string, ZodOpenApiResponseObject> {
  const codes = new Set([
    ...BY_ACCESS[operation.access],
    ...(operation.body ? BY_BODY : []),
    ...(operation.query ? (['validation_failed'] as const) : []),
    ...operation.problems,
    ...ALWAYS,
  ])
  const byStatus = Map.groupBy([...codes], (code) => PROBLEMS[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, known]) => [
      String(status),
      {
        description: known.map((code) => PROBLEMS[code].title).join('; '),
        ...((status === 429 || status === 503) && { headers: RETRY_AFTER }),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  )
}

const RETRY_AFTER = z.object({ 'retry-after': z.string().meta({ description: 'Seconds to wait' }) })
