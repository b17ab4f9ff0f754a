import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { placeOf, plainAddress } from './place.ts'

export interface Sightings {
  /** `address:port` of each connection, in order. */
  connections: string[]
  /** `address:port/path` of each request, in order. */
  requests: string[]
}

/** What the cases connect to. */
const PORTS = [22, 25, 80, 443, 2375, 6379, 8080, 8081, 9200, 27017]

/**
 * A server at every address there is: inside the namespace all of them lead to it. It counts what arrives, and
 * answers like the server of an attacker, who has it redirect:
 * - `/redirect/STATUS?to=URL` redirects
 * - `/chain/N?to=URL` redirects N times to itself before that
 * - `/again` redirects to itself
 * - `/header/NAME?to=VALUE` sends that header, with a 200 or the status in `status`
 */
export async function startCountingServer(onSighting: () => void): Promise<Sightings> {
  const seen: Sightings = { connections: [], requests: [] }
  for (const port of PORTS) {
    const server = createServer((request, response) => {
      const { localAddress } = request.socket
      seen.requests.push(`${placeOf(plainAddress(localAddress), port)}${request.url}`)
      onSighting()
      answer(request, response)
    })
    server.on('connection', (socket) => {
      seen.connections.push(placeOf(plainAddress(socket.localAddress), port))
      onSighting()
    })
    server.on('clientError', (_error, socket) => socket.destroy())
    server.listen(port, '::')
    await once(server, 'listening')
  }
  return seen
}

function answer({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  // No connection serves twice, so that each request has to get past the policy.
  response.setHeader('connection', 'close')
  const [path = '', query = ''] = url.split('?')
  const [, kind, detail = ''] = path.split('/')
  const asked = new URLSearchParams(query)
  const to = Buffer.from(asked.get('to') ?? '').toString('latin1')
  switch (kind) {
    case 'redirect':
      return void response.writeHead(Number(detail), { location: to }).end()
    case 'chain': {
      const left = Number(detail)
      const location = left > 0 ? `/chain/${left - 1}?${query}` : to
      return void response.writeHead(302, { location }).end()
    }
    case 'again':
      return void response.writeHead(302, { location: url }).end()
    case 'header':
      return void response.writeHead(Number(asked.get('status') ?? 200), { [detail]: to }).end('a page')
    default:
      response.writeHead(200, { 'content-type': 'text/plain' }).end('a secret of this server')
  }
}
