import { type ModelProtocol, modelProtocolOf } from '../../../domain/model-protocol.ts'

export interface Endpoint {
  /** Whose protocol it speaks. */
  protocol: ModelProtocol
  /** Without credentials, query, `/chat/completions` and `/messages`. */
  baseUrl: string
  /** For messages: never holds credentials. */
  host: string
  headers: Record<string, string>
  query: Record<string, string>
  /** Azure's deployments take a key in a header of their own; as a bearer they would take it for a token. */
  keyHeader: 'authorization' | 'api-key'
}

/** Reads a model's URL. Credentials in it become a header, since `fetch` refuses them; its query is kept (Azure). */
export function endpointOf(url: string): Endpoint {
  const parsed = new URL(url)
  const { username, password, host, origin, pathname, searchParams } = parsed
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const path = pathname.replace(/\/+$/, '')
  return {
    protocol: modelProtocolOf(url),
    baseUrl: `${origin}${path.replace(/\/(?:chat\/completions|messages)$/, '')}`,
    host,
    headers:
      username || password ? { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } : {},
    query: Object.fromEntries(searchParams),
    keyHeader: /\/openai\/deployments\//.test(pathname) ? 'api-key' : 'authorization',
  }
}
