/*
 * One stream on its connection: a client that takes nothing holds up its own stream and nothing else, and there are only
 * so many at once.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import express, { type Response } from 'express'
import { type EventStream, openEventStream } from '../../api/stream/event-stream.ts'
import { createOpenStreams } from '../../api/stream/open-streams.ts'
import { Problem } from '../../domain/problems.ts'

/** A stream to a client that reads when it is told to. */
async function openOne(t: ExecutionContext, stalledMs?: number) {
  const opened = Promise.withResolvers<{ stream: EventStream; response: Response }>()
  const app = express().get('/', (_request, response) => {
    opened.resolve({ stream: openEventStream(response, stalledMs), response })
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1')
  t.teardown(() => {
    socket.destroy()
    server.close()
    server.closeAllConnections()
  })
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  return { socket, ...(await opened.promise) }
}

test('headers and events are there at once', async (t) => {
  const { socket, stream } = await openOne(t)
  await stream.send({ id: 'a:1', event: 'step', data: { text: 'one\ntwo' } })
  let text = ''
  for await (const chunk of socket) {
    text += chunk
    if (text.includes('two')) break
  }
  t.regex(text, /content-type: text\/event-stream/)
  t.true(text.includes('id: a:1\nevent: step\ndata: {"text":"one\\ntwo"}\n\n'))
})

test('a client that takes nothing keeps the sender waiting, not what it would be sent in memory', async (t) => {
  const { socket, stream, response } = await openOne(t)
  socket.pause()
  const data = { text: 'x'.repeat(64 * 1024) }
  let sent = 0
  const sending = (async () => {
    for (; sent < 400; sent++) await stream.send({ event: 'delta', data })
  })()
  const isStuck = async (): Promise<boolean> => {
    const before = sent
    await new Promise((resolve) => setTimeout(resolve, 200))
    return sent === before
  }
  while (!(await isStuck()));
  t.true(sent < 400)
  t.true(response.writableLength < 200_000)
  socket.resume()
  await sending
  t.is(sent, 400)
})

test('where the client leaves, whoever waits to send goes on, and is told', async (t) => {
  const { socket, stream } = await openOne(t)
  socket.pause()
  const sending = (async () => {
    for (let sent = 0; sent < 400; sent++) await stream.send({ event: 'delta', data: 'x'.repeat(64 * 1024) })
  })()
  socket.destroy()
  await sending
  t.true(stream.left.aborted)
})

test('a client that left before its stream was opened has left', async (t) => {
  const opened = Promise.withResolvers<EventStream>()
  const arrived = Promise.withResolvers<void>()
  const app = express().get('/', (_request, response) => {
    response.once('close', () => opened.resolve(openEventStream(response)))
    arrived.resolve()
  })
  const server = app.listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  await arrived.promise
  socket.destroy()
  const stream = await opened.promise
  t.true(stream.left.aborted)
  await stream.send({ event: 'step', data: {} })
})

test('a client that takes nothing for too long is cut off', async (t) => {
  const { socket, stream } = await openOne(t, 200)
  socket.pause()
  for (let sent = 0; sent < 400; sent++) await stream.send({ event: 'delta', data: 'x'.repeat(64 * 1024) })
  t.true(stream.left.aborted)
})

test('there are only so many streams at once, and none once they are closed', (t) => {
  const streams = createOpenStreams(2)
  const first = streams.enter('a')
  streams.enter('b')
  const refused = t.throws(() => streams.enter('c'), { instanceOf: Problem })
  t.is(refused.status, 503)
  t.is(refused.retryAfter, 5)
  first.leave()
  first.leave()
  const third = streams.enter('c')
  t.throws(() => streams.enter('a'))
  streams.close()
  t.true(third.closing.aborted)
  third.leave()
  t.throws(() => streams.enter('a'))
})

test('one key does not get the places of all', (t) => {
  const streams = createOpenStreams(4)
  const places = ['a', 'a', 'a'].map((holder) => streams.enter(holder))
  t.throws(() => streams.enter('a'), { instanceOf: Problem })
  streams.enter('b')
  for (const place of places) place.leave()
  t.notThrows(() => streams.enter('a'))
})
