import type { Operation } from '../../../api/contract/operation.ts'
import { pathOf } from '../../support/contract/document.ts'

/** One request of an operation. */
export interface Sending {
  /** What stands in its path; `guru` and what a scene has of the rest need not be named. */
  params?: Record<string, string>
  /** `params` stand in the path as they are. */
  unencoded?: true
  query?: Record<string, string>
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is, with `type`. */
  rawBody?: string
  type?: string
  headers?: Record<string, string>
  /** Another than the one that may just do it; null for none. */
  key?: string | null
}

export interface Sent {
  status: number
  headers: Headers
  text: string
}

/** The path of an operation from the root, its variables filled in and encoded. */
export const filledPath = (operation: Operation, params: Record<string, string>, unencoded = false): string =>
  pathOf(operation).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${operation.id}: nothing is known to stand for {${name}}.`)
    return unencoded ? value : encodeURIComponent(value)
  })

/** Sends it and reads the whole response, which is held to the OpenAPI document on its way. */
export async function send(url: string, operation: Operation, sending: Sending): Promise<Sent> {
  const {
    params = {},
    unencoded,
    query,
    body,
    rawBody,
    type = 'application/json',
    headers = {},
    key,
  } = sending
  const search = query ? `?${new URLSearchParams(query)}` : ''
  const content = rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(`${url}${filledPath(operation, params, unencoded)}${search}`, {
    method: operation.method.toUpperCase(),
    headers: {
      ...(key && { 'x-api-key': key }),
      ...(content !== undefined && { 'content-type': type }),
      ...headers,
    },
    body: content,
    redirect: 'manual',
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
