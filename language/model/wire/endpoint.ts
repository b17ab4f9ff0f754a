export interface Endpoint {
  /** Without credentials, query and `/chat/completions`. */
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
  return {
    baseUrl: `${origin}${pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')}`,
    host,
    headers:
      username || password ? { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } : {},
    query: Object.fromEntries(searchParams),
    keyHeader: /\/openai\/deployments\//.test(pathname) ? 'api-key' : 'authorization',
  }
}
