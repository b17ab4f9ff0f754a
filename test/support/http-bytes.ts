import { connect } from 'node:net'

/** A response to a request that no client would send. */
export interface RawResponse {
  status: number
  /** Names in lower case. */
  headers: Headers
  text: string
}

/** Half a minute without an answer is a hang. */
const TIMEOUT_MS = 30_000

/**
 * Sends these very bytes to a server and reads one response.
 * @throws where the connection ends without one
 */
export async function sendBytes(url: string, bytes: Buffer | string): Promise<RawResponse> {
  const { hostname, port } = new URL(url)
  const chunks: Buffer[] = []
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) })
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('No answer came.')))
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (isWhole(Buffer.concat(chunks))) socket.destroy()
    })
    // The server may answer and hang up while we still send.
    socket.on('error', (error) => (chunks.length > 0 ? resolve() : reject(error)))
    socket.on('close', () => resolve())
    socket.write(bytes)
  })
  return parseResponse(Buffer.concat(chunks))
}

/** The bytes of a request as they are written; a body gets its length. */
export function requestBytes(
  method: string,
  target: string,
  headers: Record<string, string | Buffer>,
  body: Buffer | string = '',
): Buffer {
  const fields = Object.entries({ host: 'errand', connection: 'close', ...headers })
  const length = Buffer.byteLength(body)
  if (length > 0 && !('content-length' in headers)) fields.push(['content-length', String(length)])
  return Buffer.concat([
    Buffer.from(`${method} ${target} HTTP/1.1\r\n`),
    ...fields.map(([name, value]) =>
      Buffer.concat([Buffer.from(`${name}: `), Buffer.from(value as string), Buffer.from('\r\n')]),
    ),
    Buffer.from('\r\n'),
    Buffer.from(body as string),
  ])
}

function parseResponse(bytes: Buffer): RawResponse {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) throw new Error(`The connection ended without a response: ${JSON.stringify(bytes.toString())}`)
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    }),
  )
  return { status: Number(first.split(' ')[1]), headers, text: bytes.subarray(end + 4).toString() }
}

/** Whether all of a body of a known length is there; others end with the connection. */
function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(bytes.subarray(0, end).toString('latin1'))?.[1]
  return length !== undefined && bytes.length >= end + 4 + Number(length)
}
