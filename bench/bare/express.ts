/*
 * The least that a read can be: Express, and JSON that is there already. Is sent the bodies to serve, and sends its port
 * back. `/N` serves the one of that number.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'

process.once('message', (bodies: unknown[]) => {
  const app = express()
  app.disable('x-powered-by')
  app.get('/:index', (request, response) => {
    response.json(bodies[Number(request.params.index)])
  })
  const server = createServer(app)
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
