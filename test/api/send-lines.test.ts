/*
 * Sending lines to a client that is slow, leaves, or must learn that something failed: over real connections.
 */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import express from 'express'
import { pino } from 'pino'
import { createErrorHandler } from '../../api/errors.ts'
import { sendLines } from '../../api/send-lines.ts'
import { Problem } from '../../domain/problems.ts'
import { eventually } from '../support/eventually.ts'

/** Serves what `values` yields, with the API's own handling of errors. */
async function serve(t: ExecutionContext, values: () => AsyncGenerator<unknown>): Promise<string> {
  const app = express()
  app.get('/', async (_request, response) => {
    await sendLines(response, 'lines.jsonl', values())
  })
  app.use(createErrorHandler(pino({ level: 'silent' })))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Lines of 10 KB, without end; tells how many were asked for, and whether it was told to stop. */
function endless() {
  const seen = { asked: 0, stopped: false }
  async function* values() {
    try {
      for (;;) {
        seen.asked += 1
        yield { number: seen.asked, text: 'x'.repeat(10_000) }
      }
    } finally {
      seen.stopped = true
    }
  }
  return { seen, values }
}

const connect = async (url: string): Promise<IncomingMessage> => {
  const request = get(url)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response
}

test('every value is a line of JSON', async (t) => {
  const url = await serve(t, async function* () {
    yield { text: 'a\nb' }
    yield { text: 'c' }
  })
  const response = await fetch(url)
  t.is(response.headers.get('content-type'), 'application/x-ndjson')
  t.is(await response.text(), '{"text":"a\\nb"}\n{"text":"c"}\n')
})

test('nothing to send is an empty answer', async (t) => {
  const url = await serve(t, async function* () {})
  const response = await fetch(url)
  t.is(response.status, 200)
  t.is(await response.text(), '')
})

test('a client that does not read is not sent more than the connection holds, and goes on where it was', async (t) => {
  const { seen, values } = endless()
  const response = await connect(await serve(t, values))
  let before = -1
  // Until the buffers on both sides are full.
  await eventually('the sending to pause', async () => {
    const paused = seen.asked > 0 && seen.asked === before
    before = seen.asked
    return paused
  })
  t.true(seen.asked < 5_000, `${seen.asked} lines of 10 KB`)
  response.on('data', () => {})
  await eventually('the sending to go on', async () => seen.asked > before)
  response.destroy()
  await eventually('the sending to stop', async () => seen.stopped)
})

test('a client that leaves ends the work for it', async (t) => {
  const { seen, values } = endless()
  const response = await connect(await serve(t, values))
  response.destroy()
  await eventually('the sending to stop', async () => seen.stopped)
  const { asked } = seen
  await delay(200)
  t.is(seen.asked, asked)
})

test('an error before the first line is answered as ever', async (t) => {
  // biome-ignore lint/correctness/useYield: it fails before
  const url = await serve(t, async function* () {
    throw new Problem('unavailable', 'Temporal is away.', { retryAfter: 5 })
  })
  const response = await fetch(url)
  t.is(response.status, 503)
  t.is(response.headers.get('content-type'), 'application/problem+json; charset=utf-8')
  t.is(response.headers.get('content-disposition'), null)
})

test('an error in the middle cuts the connection instead of ending the answer', async (t) => {
  const url = await serve(t, async function* () {
    for (let number = 0; number < 50; number++) yield { number }
    throw new Problem('unavailable', 'Temporal is away.', { retryAfter: 5 })
  })
  const response = await fetch(url)
  t.is(response.status, 200)
  await t.throwsAsync(response.text())
})

test('a question for the headers alone starts no work beyond them', async (t) => {
  const { seen, values } = endless()
  const response = await fetch(await serve(t, values), { method: 'HEAD' })
  t.is(response.status, 200)
  t.is(seen.asked, 1)
  t.true(seen.stopped)
})
