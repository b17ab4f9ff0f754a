// The OpenAPI document as the API under test serves it, made from the contract in this very process, with what is needed
// to hold a response to it.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { contract } from '../../../api/contract/index.ts'
import type { Operation } from '../../../api/contract/operation.ts'
import { API_PREFIX, openApiDocument } from '../../../api/openapi/document.ts'

interface Content {
  schema?: object
  /** Of each line or event of a stream. */
  'x-item-schema'?: object
}

export interface DocumentedResponse {
  description: string
  headers?: Record<string, { required?: boolean; schema: object }>
  content?: Record<string, Content>
}

export interface DocumentedOperation {
  operation: Operation
  responses: Record<string, DocumentedResponse>
}

const ID = 'openapi'
type Document = ReturnType<typeof openApiDocument>

/** The document without references to responses and headers, so that there is one way to each. */
function withResponses(given: Document): Document {
  const { responses = {}, headers = {} } = given.components ?? {}
  const shared = { responses, headers } as Record<string, Record<string, unknown>>
  const inlined = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(inlined)
    const [, kind = '', name = ''] =
      '$ref' in value ? (/^#\/components\/(responses|headers)\/(\w+)$/.exec(String(value.$ref)) ?? []) : []
    if (name) return inlined(shared[kind]?.[name])
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inlined(member)]))
  }
  return { ...given, paths: inlined(given.paths) } as Document
}

const operations: Operation[] = Object.values(contract)
export const document = withResponses(openApiDocument(operations))

const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, allowUnionTypes: true })
addFormats.default(ajv)
ajv.addSchema(document, ID)

const pattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.+]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+')}/*$`)

/** The path of an operation from the root. */
export const pathOf = ({ path, root }: Operation): string => (root ? path : `${API_PREFIX}${path}`)

/** Fixed words before what varies, as requests are routed. */
const known = operations
  .map((operation) => ({ operation, pattern: pattern(pathOf(operation)) }))
  .toSorted((a, b) => (rank(a.operation) < rank(b.operation) ? -1 : 1))

function rank({ path }: Operation): string {
  return path.replaceAll(/\{\w+\}/g, '\uffff')
}

/** The operation that answers a request, as the document has it. HEAD is answered as GET is, without a body. */
export function documentedOperation(method: string, pathname: string): DocumentedOperation | null {
  const asked = method.toUpperCase() === 'HEAD' ? 'get' : method.toLowerCase()
  const found = known.find((one) => one.operation.method === asked && one.pattern.test(pathname))
  return found ? { operation: found.operation, responses: responsesOf(found.operation) } : null
}

export function responsesOf(operation: Operation): Record<string, DocumentedResponse> {
  const described = document.paths?.[pathOf(operation)]?.[operation.method]
  return (described?.responses ?? {}) as Record<string, DocumentedResponse>
}

const compiled = new Map<string, ValidateFunction>()
const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))

/**
 * What is wrong with a value by the schema of one place in the document, such as `responses`, `200`, `content`, …
 * below an operation; each with its path.
 */
export function wrongBySchema(operation: Operation, place: string[], value: unknown): string[] {
  const pointer = ['paths', pathOf(operation), operation.method, ...place].map(escaped).join('/')
  const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `${ID}#/${pointer}` })
  compiled.set(pointer, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) =>
      `${instancePath.slice(1).replaceAll('/', '.') || 'the body'} ${message}${detailsOf(params)}`,
  )
}

function detailsOf({ additionalProperty, allowedValues }: Record<string, unknown>): string {
  if (additionalProperty) return `: ${String(additionalProperty)}`
  return Array.isArray(allowedValues) ? `: ${allowedValues.join(', ')}` : ''
}
