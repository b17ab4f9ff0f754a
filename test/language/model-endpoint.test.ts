/*
 * What an endpoint may do to whoever asks it: send elsewhere, answer without end, or count what nobody used.
 */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import { RunFailure } from '../../domain/run-errors.ts'
import { createModelEngine } from '../../language/model/engine.ts'
import { startModelServer } from '../support/model-server.ts'
import { interpretRequest, signal } from './samples.ts'

const KEY = 'sk-very-secret'

async function serve(t: ExecutionContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function failureOf(url: string, streamed: boolean): Promise<RunFailure> {
  const engine = createModelEngine({ url, model: 'test-model', key: KEY })
  const answer = engine.interpret(
    interpretRequest({ output: 'x' }),
    signal(),
    streamed ? () => {} : undefined,
  )
  const error = await answer.then(
    () => null,
    (failure: unknown) => failure,
  )
  if (!(error instanceof RunFailure)) throw new Error(`no failure: ${error}`)
  return error
}

const PATHS = ['/v1', '/openai/deployments/gpt', '/v1/messages']
for (const path of PATHS)
  for (const streamed of [false, true])
    test(`a redirect is not followed to another host: ${path}, ${streamed ? 'streamed' : 'whole'}`, async (t) => {
      let reached = 0
      const other = await serve(t, (_request, response) => {
        reached += 1
        response.end('{}')
      })
      const url = await serve(t, ({ url: asked }, response) =>
        response.writeHead(307, { location: `${other}${asked}` }).end(),
      )
      const { message, retry } = await failureOf(url + path, streamed)
      t.regex(message, /status 307.*ERRAND_MODEL_URL/)
      t.false(message.includes(KEY))
      t.is(retry, null)
      t.is(reached, 0)
    })

const endless =
  (status: number, type: string, begin: string): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).write(begin)
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
    }
    response.on('drain', more)
    more()
  }

const BEGINNINGS: [string, number, string, string][] = [
  ['JSON', 200, 'application/json', '{"choices":[{"message":{"content":"'],
  ['an event', 200, 'text/event-stream', 'data: {"choices":[{"delta":{"content":"'],
  ['an error', 500, 'application/json', '{"error":{"message":"'],
]
for (const [what, status, type, begin] of BEGINNINGS)
  for (const path of ['/v1', '/v1/messages'])
    for (const streamed of [false, true])
      test(`${what} without end is given up: ${path}, ${streamed ? 'streamed' : 'whole'}`, async (t) => {
        const url = await serve(t, endless(status, type, begin))
        const { message } = await failureOf(url + path, streamed)
        t.regex(message, /an answer without end/)
      })

test('what is small as it comes and huge unpacked is given up', async (t) => {
  const packed = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))
  const url = await serve(t, (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(packed),
  )
  t.regex((await failureOf(`${url}/v1`, false)).message, /an answer without end/)
})

for (const streamed of [false, true])
  test(`of an answer that is longer than any is kept what fits, ${streamed ? 'streamed' : 'whole'}`, async (t) => {
    const server = await startModelServer([{ text: 'x'.repeat(300_000), pieces: ['x'.repeat(300_000)] }])
    t.teardown(server.close)
    const engine = createModelEngine({ url: server.url, model: 'test-model' })
    let heard = ''
    const hear = (piece: string): void => {
      heard += piece
    }
    const { text } = await engine.interpret(
      interpretRequest({ output: 'x' }),
      signal(),
      streamed ? hear : undefined,
    )
    t.is(text.length, 200_002)
    t.true(text.endsWith('x …'))
    if (streamed) t.is(heard, text)
  })

test('numbers of tokens that are none count as nothing', async (t) => {
  const usage = { prompt_tokens: -5, completion_tokens: 1.5 }
  const server = await startModelServer([{ text: 'fine', usage }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'test-model' })
  const wording = await engine.interpret(interpretRequest({ output: 'x' }), signal())
  t.like(wording.usage, { calls: 1, input_tokens: 0, output_tokens: 0 })
})
