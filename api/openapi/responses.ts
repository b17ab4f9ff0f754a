import { z } from 'zod'
import type { ZodOpenApiResponseObject } from 'zod-openapi'
import { PROBLEMS, type ProblemCode } from '../../domain/problems.ts'
import { problemSchema, requestIdHeader } from '../contract/common.ts'
import type { Access, Answer, Operation } from '../contract/operation.ts'
import { examplesOf } from './examples.ts'

/** What each request may be refused with by who sends it. */
const BY_ACCESS: Record<Access, ProblemCode[]> = {
  open: [],
  key: ['unauthorized', 'throttled', 'forbidden'],
  admin: ['unauthorized', 'throttled', 'forbidden'],
  manage: ['unauthorized', 'throttled', 'forbidden', 'not_found'],
  chat: ['unauthorized', 'throttled', 'forbidden', 'not_found'],
}
/** By its having a body. */
const BY_BODY: ProblemCode[] = [
  'unreadable_json',
  'request_timeout',
  'body_too_large',
  'unsupported_media_type',
  'validation_failed',
]
/** By its address having parts that vary, or a query: they may be wrongly encoded. */
const BY_ADDRESS: ProblemCode[] = ['unreadable_json']
/** At any time. */
const ALWAYS: ProblemCode[] = ['internal_error', 'unavailable']

type Responses = Record<string, ZodOpenApiResponseObject>

/** What an operation answers, by status. */
export function responsesOf(operation: Operation): Responses {
  const answers = Object.fromEntries(
    Object.entries(operation.answers).map(([status, answer]) => [
      status,
      answered(answer, examplesOf(operation.id).answers?.[status]),
    ]),
  )
  return { ...refusals(operation), ...answers }
}

function answered(answer: Answer, example: unknown): ZodOpenApiResponseObject {
  const { description, schema, type, others = {}, each, headers } = answer
  const first: [string, z.ZodType][] = schema ? [[type ?? 'application/json', schema]] : []
  const bodies = [...first, ...Object.entries(others)].map(([name, body]) => [
    name,
    {
      schema: body,
      ...(isStream(name) && itemsOf(each)),
      ...(body === schema && example !== undefined && { example }),
    },
  ])
  return {
    description,
    headers: z.object({ 'x-request-id': requestIdHeader, ...headers }),
    ...(bodies.length > 0 && { content: Object.fromEntries(bodies) }),
  }
}

const isStream = (type: string): boolean => type === 'text/event-stream' || type === 'application/x-ndjson'

export const schemaId = (schema: z.ZodType): string => schema.meta()?.id ?? ''

/** A schema of OpenAPI 3.1 is of a whole body: what each line or event of a stream is needs a word of our own. */
const itemsOf = (each: z.ZodType | undefined) =>
  each && { 'x-item-schema': { $ref: `#/components/schemas/${schemaId(each)}` } }

/** One answer for each status that it may be refused with. */
function refusals({ access, path, body, query, problems }: Operation): Responses {
  const codes = new Set([
    ...BY_ACCESS[access],
    ...(path.includes('{') || query ? BY_ADDRESS : []),
    ...(body ? BY_BODY : []),
    ...(query ? (['validation_failed'] as const) : []),
    ...problems,
    ...ALWAYS,
  ])
  const byStatus = Map.groupBy([...codes], (code) => PROBLEMS[code].status)
  return Object.fromEntries([...byStatus].map(([status, known]) => [String(status), refusal(known)]))
}

const known = new Map<string, ZodOpenApiResponseObject>()

/** The same one for the same codes: the document has it once. */
function refusal(codes: ProblemCode[]): ZodOpenApiResponseObject {
  const id = codes.toSorted().map(pascalCase).join('Or')
  const made = known.get(id) ?? {
    id,
    description: codes.map((code) => PROBLEMS[code].title).join('; '),
    headers: z.object({
      // What never came in whole has no name.
      'x-request-id': codes.includes('request_timeout') ? requestIdHeader.optional() : requestIdHeader,
      ...(codes.some(mayComeBack) && { 'retry-after': retryAfter }),
    }),
    content: { 'application/problem+json': { schema: problemSchema } },
  }
  known.set(id, made)
  return made
}

const mayComeBack = (code: ProblemCode): boolean => code === 'throttled' || code === 'unavailable'

const pascalCase = (code: string): string =>
  code.replace(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase())

const retryAfter = z
  .string()
  .regex(/^\d+$/)
  .meta({
    description: 'Seconds to wait before trying again',
    example: '5',
    header: { id: 'RetryAfter' },
  })
