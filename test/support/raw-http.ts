import { connect } from 'node:net'

export interface RawAnswer {
  status: number
  /** Names in lower case; of several with one name the last. */
  headers: Record<string, string>
  body: string
}

/**
 * Sends bytes as they are, which no client would, and answers what comes back until the server closes, or until
 * `enough` says so of what has come so far.
 */
export function rawRequest(
  url: string,
  bytes: (string | Buffer)[],
  enough: (soFar: string) => boolean = () => false,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      for (const piece of bytes) socket.write(piece)
    })
    let received = ''
    const done = () => {
      socket.destroy()
      resolve(readAnswer(received))
    }
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      if (enough(received)) done()
    })
    socket.on('end', done)
    socket.on('error', (error) => (received ? done() : reject(error)))
  })
}

function readAnswer(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [line = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((one) => [
      one.slice(0, one.indexOf(':')).toLowerCase(),
      one.slice(one.indexOf(':') + 1).trim(),
    ]),
  )
  return { status: Number(line.split(' ')[1]), headers, body: rest.join('\r\n\r\n') }
}

/** A request with exactly these headers: `fetch` adds some of its own, which browsers mean something by. */
export function plainRequest(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<RawAnswer> {
  const { host, pathname, search } = new URL(url)
  const text = body === undefined ? '' : JSON.stringify(body)
  const all: Record<string, string> = {
    host,
    connection: 'close',
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return rawRequest(url, [`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n${text}`])
}
