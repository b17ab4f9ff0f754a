// Who sends slowly, or never ends, is not waited for; what is answered may take its time.
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
