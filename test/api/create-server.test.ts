// Who sends slowly, or never ends, is not waited for; what is answered may take its time.
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import test from 'ava'
import express from 'express'
import { createApiServer } from '../../api/create-server.ts'

test('headers, requests and idle connections have their times; answers have none', (t) => {
  const server = createApiServer(express())
  t.true(server.headersTimeout > 0 && server.headersTimeout <= 15_000)
  t.true(server.requestTimeout > server.headersTimeout && server.requestTimeout <= 60_000)
  // Longer than the 60 s after which usual load balancers give a connection up.
  t.true(server.keepAliveTimeout > 60_000)
  t.is(server.timeout, 0)
})

test('a body that does not arrive is a problem, once its time is over', async (t) => {
  const app = express().use(express.json(), (_request, response) => void response.end())
  const server = createApiServer(app)
  server.requestTimeout = 200
  server.headersTimeout = 200
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(
    'POST / HTTP/1.1\r\nHost: errand\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  )
  const answer = await text(socket)
  t.regex(answer, /^HTTP\/1\.1 408 /)
  const [, body = ''] = answer.split('\r\n\r\n')
  t.like(JSON.parse(body), { status: 408, detail: 'The request took too long to arrive.' })
})
