import type { ApiCall } from './action.ts'
import { renderHeaders } from './render-headers.ts'
import { renderJson } from './render-json.ts'
import { boundaryOf, renderMultipart } from './render-multipart.ts'
import { renderPairs } from './render-pairs.ts'
import { renderUrl } from './render-url.ts'
import {
  createLookUp,
  invalid,
  type LookUp,
  type PlaceholderValue,
  type RenderValues,
  renderRequired,
} from './render-values.ts'
import { xmlEncode } from './render-xml.ts'
import { type BodyKind, bodyKind, contentType } from './template-body.ts'
import { JsonTemplateError, parseJsonTemplate } from './template-json.ts'
import { namesIn, parseTemplate } from './template-text.ts'
import { parsePairs, parseUrlTemplate, UrlTemplateError } from './template-url.ts'

/** An HTTP request with all values in place. */
export interface RenderedRequest {
  method: string
  /** Absolute, as the WHATWG parser writes it. */
  url: string
  /** Values are byte strings (see `renderHeaders`); names as the action writes them. */
  headers: Record<string, string>
  body: string | null
}

const DEFAULT_CONTENT_TYPE: Record<BodyKind, string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
  xml: 'application/xml',
  plain: 'text/plain; charset=utf-8',
}

/**
 * Puts parameters and secrets in their places, each encoded for where it stands. Values are never read as
 * placeholders again. Absent parameters leave out their query pair, header, JSON member or form field.
 * @throws {RunFailure} `invalid_request`, naming the parameter or secret, never a secret's value
 */
export function renderRequest(call: ApiCall, values: RenderValues): RenderedRequest {
  const lookUp = createLookUp(values)
  try {
    const url = renderUrl(parseUrlTemplate(call.url), lookUp)
    const headers = renderHeaders(call.headers, lookUp)
    const kind = bodyKind(call)
    const body = call.body === null ? null : renderBody(call.body, kind, contentType(headers) ?? '', lookUp)
    if (body !== null && contentType(headers) === null) headers['Content-Type'] = DEFAULT_CONTENT_TYPE[kind]
    return { method: call.method, url, headers, body }
  } catch (error) {
    if (error instanceof UrlTemplateError) throw invalid(`The action's URL ${error.message}.`)
    if (error instanceof JsonTemplateError)
      throw invalid(`The action's body is not valid JSON: ${error.message}.`)
    throw error
  }
}

function renderBody(body: string, kind: BodyKind, type: string, lookUp: LookUp): string | null {
  const parts = parseTemplate(body)
  const [name] = namesIn(parts)
  if (name === undefined) return body
  if (parts.length === 1 && lookUp(name) === null) return null
  switch (kind) {
    case 'json':
      return renderJson(parseJsonTemplate(body), lookUp)
    case 'form':
      return renderPairs(parsePairs(parts), lookUp, formEncode, (literal) => literal)
    case 'ndjson':
      return renderLines(body, lookUp)
    case 'multipart': {
      const boundary = boundaryOf(type)
      if (boundary === null)
        throw invalid("The action's Content-Type names no boundary for the parts of its body.")
      return renderMultipart(parts, boundary, lookUp)
    }
    case 'xml':
      return renderRequired(parts, lookUp, xmlEncode, 'the body')
    case 'plain':
      return renderRequired(parts, lookUp, ({ text }) => text.toWellFormed(), 'the body')
  }
}

/** As HTML forms and URLSearchParams write it: a space is a plus. */
const formEncode = ({ text }: PlaceholderValue): string =>
  new URLSearchParams([['', text.toWellFormed()]]).toString().slice(1)

/** Each line is JSON of its own; one whose only value is absent is left out. */
function renderLines(body: string, lookUp: LookUp): string {
  return body
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [line] : (renderJson(parseJsonTemplate(line), lookUp) ?? [])))
    .join('\n')
}
