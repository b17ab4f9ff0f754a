/*
 * A small shop to try Errand on: `npm run example:orders`, then GET /orders/1042 with the token below.
 * ORDERS_PORT and ORDERS_TOKEN change where it listens and what it asks for.
 */
import { createServer, type ServerResponse } from 'node:http'

const PORT = Number(process.env.ORDERS_PORT || 4010)
const TOKEN = process.env.ORDERS_TOKEN || 'orders-demo-token-7431'

interface Order {
  order: number
  status: string
  amount: string
  carrier: string | null
  expected_on: string | null
}

const ORDERS: Record<string, Order> = {
  1041: { order: 1041, status: 'delivered', amount: '18.90 EUR', carrier: 'DHL', expected_on: '2026-01-12' },
  1042: { order: 1042, status: 'shipped', amount: '59.90 EUR', carrier: 'UPS', expected_on: '2026-01-16' },
  1043: { order: 1043, status: 'being packed', amount: '7.50 EUR', carrier: null, expected_on: null },
}

const server = createServer((request, response) => {
  const send = (status: number, body: unknown) => sendJson(response, status, body)
  const id = /^\/orders\/(\d+)$/.exec(request.url ?? '')?.[1]
  console.log(`${request.method} ${request.url}`)
  if (request.headers.authorization !== `Bearer ${TOKEN}`)
    return send(401, { message: 'The bearer token is missing or wrong.' })
  if (request.method !== 'GET' || id === undefined)
    return send(404, { message: 'There is only GET /orders/{id}.' })
  const order = ORDERS[id]
  return order ? send(200, order) : send(404, { message: `There is no order ${id}.` })
})

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}

server.listen(PORT, '127.0.0.1', () => {
  console.log(`Orders ${Object.keys(ORDERS).join(', ')} are at http://127.0.0.1:${PORT}/orders/{id}`)
  console.log(`Their bearer token is ${TOKEN}`)
})
