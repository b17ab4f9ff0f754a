import type { ApiCall } from './action.ts'
import { placeholderEnd } from './template-text.ts'

/** How values are encoded in a body. */
export type BodyKind = 'json' | 'ndjson' | 'form' | 'multipart' | 'xml' | 'plain'

/**
 * What kind of body an API call has: its Content-Type says so; where there is none, a text that starts an
 * object or array is JSON.
 */
export function bodyKind(call: Pick<ApiCall, 'headers' | 'body'>): BodyKind {
  const type = contentType(call.headers)
  if (type === null) return startsJson(call.body ?? '') ? 'json' : 'plain'
  if (/^[^;]*[/+]json\s*(;|$)/i.test(type)) return 'json'
  if (/^[^;]*\/(x-)?(ndjson|jsonlines|jsonl)\s*(;|$)/i.test(type)) return 'ndjson'
  if (/^\s*multipart\//i.test(type)) return 'multipart'
  if (/^\s*application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return 'form'
  if (/^[^;]*[/+]xml\s*(;|$)/i.test(type)) return 'xml'
  return 'plain'
}

/** The Content-Type that an action sets itself, or null. */
export function contentType(headers: Record<string, string>): string | null {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null
}

/** A body that is nothing but a placeholder, or begins with one, is plain text. */
function startsJson(body: string): boolean {
  const first = body.search(/[^ \t\r\n]/)
  if (first === -1 || placeholderEnd(body, first) !== -1) return false
  return body[first] === '{' || body[first] === '['
}
