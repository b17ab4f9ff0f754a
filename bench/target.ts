/*
 * The service that is called: answers any request with 500 bytes of JSON. Sends its port to the parent.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const body = JSON.stringify({ name: 'The Octocat', company: '@github', text: 'x'.repeat(440) })

const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
