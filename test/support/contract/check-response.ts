import type { Operation } from '../../../api/contract/operation.ts'
import {
  type DocumentedOperation,
  type DocumentedResponse,
  documentedOperation,
  wrongBySchema,
} from './document.ts'

export interface Received {
  method: string
  pathname: string
  status: number
  headers: Headers
}

/** A response that the document has, with the way to check its body. */
export interface Known {
  operation: Operation
  /** Its media type without parameters; empty where there is no body. */
  type: string
  /** What is wrong with a body, or with one line or event of a stream. */
  wrongIn(value: unknown): string[]
}

/** What an undocumented path or method may be answered with: that it is not there, or first of all who asks. */
const NOWHERE = [401, 403, 404, 405]

/** The response is not what the document says. */
export class OutsideOfDocument extends Error {
  override name = 'OutsideOfDocument'

  constructor({ method, pathname, status }: Received, operation: Operation | null, wrong: string[]) {
    const what = operation ? `${operation.id}: ` : ''
    super(
      `${what}${method} ${pathname} answered ${status}, which the OpenAPI document does not allow:\n  ${wrong.join('\n  ')}`,
    )
  }
}

/**
 * Holds the status, media type and headers of a response to the document.
 * @throws {OutsideOfDocument}
 */
export function checkHead(received: Received): Known | null {
  const documented = documentedOperation(received.method, received.pathname)
  if (!documented) return checkNowhere(received)
  const { operation, responses } = documented
  const response = responses[String(received.status)]
  if (!response)
    throw new OutsideOfDocument(received, operation, [
      `status ${received.status} is not among ${Object.keys(responses).join(', ')}`,
    ])
  const type = mediaTypeOf(received.headers)
  const wrong = [...wrongHeaders(received, documented, response), ...wrongType(received, response, type)]
  if (wrong.length > 0) throw new OutsideOfDocument(received, operation, wrong)
  return { operation, type, wrongIn: bodyCheck(received, operation, response, type) }
}

/** @throws {OutsideOfDocument} with every place in the body that is wrong */
export function checkBody(received: Received, { operation, wrongIn }: Known, value: unknown): void {
  const wrong = wrongIn(value)
  if (wrong.length > 0) throw new OutsideOfDocument(received, operation, [...wrong, `got ${shown(value)}`])
}

function checkNowhere(received: Received): null {
  const { status, headers } = received
  if (!NOWHERE.includes(status))
    throw new OutsideOfDocument(received, null, [
      'no operation has this method and path, so that it must be 401, 403, 404 or 405',
    ])
  if (mediaTypeOf(headers) !== 'application/problem+json')
    throw new OutsideOfDocument(received, null, ['it must be application/problem+json'])
  return null
}

const mediaTypeOf = (headers: Headers): string =>
  (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

function wrongHeaders(
  { status, headers }: Received,
  { operation }: DocumentedOperation,
  response: DocumentedResponse,
): string[] {
  return Object.entries(response.headers ?? {}).flatMap(([name, { required, schema }]) => {
    const value = headers.get(name)
    if (value === null) return required ? [`the header ${name} is missing`] : []
    const place = ['responses', String(status), 'headers', name, 'schema']
    const isNumber = 'type' in schema && (schema.type === 'integer' || schema.type === 'number')
    return wrongBySchema(operation, place, isNumber ? Number(value) : value).map(
      (why) => `the header ${name}: ${why}`,
    )
  })
}

function wrongType({ method, headers }: Received, { content }: DocumentedResponse, type: string): string[] {
  const documented = Object.keys(content ?? {})
  const hasBody = method.toUpperCase() !== 'HEAD' && headers.get('content-length') !== '0'
  if (documented.length === 0) return type && hasBody ? [`there must be no body, and ${type} came`] : []
  return documented.some((range) => fits(type, range))
    ? []
    : [`the content type must be ${documented.join(' or ')}, not ${type || 'missing'}`]
}

const fits = (type: string, range: string): boolean =>
  range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)))

function bodyCheck(
  { status }: Received,
  operation: Operation,
  { content = {} }: DocumentedResponse,
  type: string,
): Known['wrongIn'] {
  const range = Object.keys(content).find((one) => fits(type, one))
  const schema = (['x-item-schema', 'schema'] as const).find((name) => range && content[range]?.[name])
  if (!range || !schema) return () => []
  const place = ['responses', String(status), 'content', range, schema]
  return (value) => [...wrongBySchema(operation, place, value), ...wrongProblem(value, status)]
}

/** An error inside Errand is in the document, and in no test's interest. */
function wrongProblem(value: unknown, status: number): string[] {
  if (status < 400 || typeof value !== 'object' || value === null || !('type' in value)) return []
  if (value.type === 'urn:errand:problem:internal_error') return ['the API itself has failed']
  return 'status' in value && value.status !== status ? [`its status must be ${status}`] : []
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text
}
