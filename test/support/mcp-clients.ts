import {
  type CallToolResult,
  Client,
  type ClientOptions,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'

/** The protocol revisions that clients speak: that without sessions, and those before it. */
export const ERAS = ['auto', 'legacy'] as const
export type Era = (typeof ERAS)[number]

/** Connects the official MCP client to a guru. Close it in a teardown. */
export async function connectMcp(
  url: string,
  key: string,
  guru: string,
  era: Era,
  options: ClientOptions = {},
): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    { versionNegotiation: { mode: era }, ...options },
  )
  const headers = { authorization: `Bearer ${key}` }
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${url}/mcp/${guru}`), { requestInit: { headers } }),
  )
  return client
}

/** What a result says to a model. */
export const textOf = ({ content }: Pick<CallToolResult, 'content'>): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('\n')

/** Sends one message as it is, and answers what came back. */
export async function postMcp(
  url: string,
  message: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: typeof message === 'string' ? message : JSON.stringify(message),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
