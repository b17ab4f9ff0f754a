import { z } from 'zod'
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from 'zod-openapi'
import { PATH_PARAMETERS, requestIdParameter } from '../contract/common.ts'
import type { Operation } from '../contract/operation.ts'
import { INFO, SECURITY_SCHEMES, TAGS } from './about.ts'
import { examplesOf } from './examples.ts'
import { responsesOf, schemaId } from './responses.ts'

export const API_PREFIX = '/api/v1'

/** An OpenAPI document, as JSON. */
export type OpenApiDocument = ReturnType<typeof createDocument>

/** Describes operations as an OpenAPI 3.1 document, by the very schemas that validate them. */
export function openApiDocument(operations: Operation[]): OpenApiDocument {
  const paths: NonNullable<ZodOpenApiObject['paths']> = {}
  for (const operation of operations) {
    const path = fullPath(operation)
    paths[path] = { ...paths[path], [operation.method]: described(operation) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: '/' }],
    tags: tagsOf(operations),
    components: { securitySchemes: SECURITY_SCHEMES, schemas: itemSchemas(operations) },
    security: [{ key: [] }, { bearer: [] }, { session: [] }],
    paths,
  })
}

/** The operation's path as a client calls it, with `{name}` for each part that varies. */
export const fullPath = ({ path, root }: Operation): string => (root ? path : `${API_PREFIX}${path}`)

function tagsOf(operations: Operation[]): { name: string; description?: string }[] {
  const used = new Set(operations.map(({ tag }) => tag))
  const ordered = [...Object.keys(TAGS).filter((name) => used.has(name)), ...used]
  return [...new Set(ordered)].map((name) => ({ name, ...(TAGS[name] && { description: TAGS[name] }) }))
}

function described(operation: Operation): ZodOpenApiOperationObject {
  const { id, tag, summary, description, access, query, headers, body } = operation
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(access === 'open' && { security: [] }),
    requestParams: {
      path: pathSchema(operation),
      ...(query && { query }),
      header: z.object({ ...headers?.shape, 'x-request-id': requestIdParameter }),
    },
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: body, ...exampleOf(examplesOf(id).body) } },
      },
    }),
    responses: responsesOf(operation),
  }
}

const exampleOf = (example: unknown) => example !== undefined && { example }

const pathSchema = ({ path, params }: Operation): z.ZodObject =>
  z.object(
    Object.fromEntries(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [
        name,
        params?.[name] ?? PATH_PARAMETERS[name] ?? z.string(),
      ]),
    ),
  )

const itemSchemas = (operations: Operation[]): Record<string, z.ZodType> =>
  Object.fromEntries(
    operations
      .flatMap(({ answers }) => Object.values(answers).flatMap(({ each }) => (each ? [each] : [])))
      .map((each) => [schemaId(each), each]),
  )
