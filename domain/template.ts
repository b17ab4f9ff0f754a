import type { ApiCall, Parameter } from './action.ts'
import type { FieldError } from './problems.ts'
import { hasForbiddenCharacter } from './render-headers.ts'
import { boundaryOf } from './render-multipart.ts'
import { bodyKind, contentType } from './template-body.ts'
import { JsonTemplateError, parseJsonTemplate } from './template-json.ts'
import { namesIn, parseTemplate } from './template-text.ts'
import { parseUrlTemplate, UrlTemplateError } from './template-url.ts'

export { type RenderedRequest, renderRequest } from './render-request.ts'

/** A placeholder and the field that it stands in. */
export interface PlaceholderUse {
  name: string
  place: 'url' | 'header' | 'body'
  /** Dotted, for errors: `api_call.url`, `api_call.headers.Authorization`, `api_call.body`. */
  path: string
}

/** Every placeholder of an API call, once per field. */
export function placeholdersOf(call: ApiCall): PlaceholderUse[] {
  const within = (place: PlaceholderUse['place'], path: string, text: string): PlaceholderUse[] =>
    namesIn(parseTemplate(text)).map((name) => ({ name, place, path }))
  return [
    ...within('url', 'api_call.url', call.url),
    ...Object.entries(call.headers).flatMap(([name, value]) =>
      within('header', `api_call.headers.${name}`, value),
    ),
    ...within('body', 'api_call.body', call.body ?? ''),
  ]
}

/** The names that placeholders may use. */
export interface KnownNames {
  parameters: Parameter[]
  /** Existing and declared secrets. */
  secrets: string[]
}

/** All that can be said of an API call before its values are known: each problem is one of the 422 on save. */
export function templateProblems(call: ApiCall, known: KnownNames): FieldError[] {
  const names = new Set([...known.parameters.map((parameter) => parameter.name), ...known.secrets])
  const unknown = placeholdersOf(call).filter(({ name }) => !names.has(name))
  return [
    ...unknown.map(({ name, path }) => ({
      path,
      message: `{${name}} is neither a parameter nor a secret; where no placeholder is meant, write { ${name} }`,
    })),
    ...urlProblems(call.url),
    ...headerProblems(call.headers),
    ...bodyProblems(call),
    ...idempotencyProblems(call),
  ]
}

function urlProblems(url: string): FieldError[] {
  try {
    parseUrlTemplate(url)
    return []
  } catch (error) {
    if (error instanceof UrlTemplateError) return [{ path: 'api_call.url', message: error.message }]
    throw error
  }
}

/** Errand and its HTTP client set these; another value would make the request mean something else. */
const OWN_HEADERS = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'proxy-authorization',
  'proxy-connection',
])

function headerProblems(headers: Record<string, string>): FieldError[] {
  const seen = new Set<string>()
  return Object.entries(headers).flatMap(([name, value]) => {
    const path = `api_call.headers.${name}`
    const lower = name.toLowerCase()
    const problems: FieldError[] = []
    if (OWN_HEADERS.has(lower)) problems.push({ path, message: 'is set by Errand itself: leave it out' })
    if (seen.has(lower)) problems.push({ path, message: 'is set twice' })
    if (hasForbiddenCharacter(value))
      problems.push({ path, message: 'must not contain line breaks or control characters' })
    seen.add(lower)
    return problems
  })
}

function bodyProblems(call: ApiCall): FieldError[] {
  if (call.body === null) return []
  const kind = bodyKind(call)
  const type = contentType(call.headers)
  if (kind === 'multipart' && boundaryOf(type ?? '') === null)
    return [
      {
        path: 'api_call.headers.Content-Type',
        message: 'must name the boundary between the parts of the body',
      },
    ]
  const lines = kind === 'ndjson' ? call.body.split('\n') : kind === 'json' ? [call.body] : []
  return lines.flatMap((text, index) => {
    if (kind === 'ndjson' && text.trim() === '') return []
    const problem = jsonProblem(text)
    if (problem === null) return []
    const where = kind === 'ndjson' ? problem.replace(/^line 1\b/, `line ${index + 1}`) : problem
    const hint =
      type === null ? ' (where no JSON is meant, set a Content-Type header such as text/plain)' : ''
    return [{ path: 'api_call.body', message: `is not valid JSON: ${where}${hint}` }]
  })
}

function jsonProblem(text: string): string | null {
  try {
    parseJsonTemplate(text)
    return null
  } catch (error) {
    if (error instanceof JsonTemplateError) return error.message
    throw error
  }
}

function idempotencyProblems({ method, headers, idempotency_key }: ApiCall): FieldError[] {
  if (!idempotency_key) return []
  const path = 'api_call.idempotency_key'
  if (method === 'GET' || method === 'HEAD')
    return [{ path, message: `must be false for ${method}, which may be repeated anyway` }]
  return Object.keys(headers).some((name) => name.toLowerCase() === 'idempotency-key')
    ? [{ path, message: 'must be false where the action sets that header itself' }]
    : []
}
