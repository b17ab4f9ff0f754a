/*
 * Nothing that leaves an activity shows a secret, whatever a service makes of it: results, progress, logs.
 */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MockActivityEnvironment } from '@temporalio/testing'
import test from 'ava'
import fc from 'fast-check'
import { pino } from 'pino'
import { collectOutput } from '../../domain/capped-output.ts'
import { createMasker } from '../../domain/masking.ts'
import { shapeOutput } from '../../domain/output-text.ts'
import { forms } from '../domain/masking-forms.ts'
import { startActivityBench } from '../support/activity-bench.ts'
import '../support/property-seed.ts'

const NAME = 'N_1'

const secret = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom(...'$^.*+?()[]{}|\\/"\'<>&%=; aZ09-_\téß漢😀'),
      minLength: 6,
      maxLength: 30,
    }),
    fc.base64String({ minLength: 8, maxLength: 60 }),
    fc.uuid(),
  )
  // White space at the ends is no part of a header's value.
  .filter((value) => value.trim() === value && value.length >= 6 && new Set(value).size > 3)
const filler = fc.string({ unit: fc.constantFrom(...'abc xyz\n{}"<>:,'), maxLength: 200 })
const form = fc.constantFrom(...Object.keys(forms))

/** What must be nowhere: the value as it is, and what the form made of it beyond what it puts around anything. */
function shows(text: string, value: string, encoded: string): boolean {
  const lower = text.toLowerCase()
  return [value, encoded, JSON.stringify(value).slice(1, -1), JSON.stringify(encoded).slice(1, -1)].some(
    (written) => lower.includes(written.toLowerCase()),
  )
}

test('results, progress and logs of a call never show what the service echoes, in body, status, headers or errors', async (t) => {
  interface Echo {
    write: (value: string) => string
    around: [string, string]
    type: string
    status: number
    pieces: number
  }
  let echo: Echo | undefined
  const answer = (value: string, response: ServerResponse) => {
    const { write, around, type, status, pieces } = echo as Echo
    const inLine = encodeURIComponent(write(value)).slice(0, 4_000)
    response.writeHead(status, inLine, {
      'content-type': type,
      'x-request-id': inLine,
      etag: inLine,
      location: inLine,
    })
    const bytes = Buffer.from(around[0] + write(value) + around[1])
    const size = Math.ceil(bytes.length / pieces) || 1
    for (let at = 0; at < bytes.length; at += size) response.write(bytes.subarray(at, at + size))
    response.end()
  }
  const server = createServer((request, response) =>
    answer(Buffer.from(request.headers.authorization ?? '', 'latin1').toString(), response),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  let logged = ''
  const log = pino(
    { level: 'trace' },
    {
      write(line: string) {
        logged += line
      },
    },
  )
  const bench = await startActivityBench(t, { allow: [address], log })
  let masked = 0
  await fc.assert(
    fc.asyncProperty(
      secret,
      form,
      fc.tuple(filler, filler),
      fc.constantFrom('text/plain', 'application/json', 'text/html', 'text/xml', 'image/png'),
      fc.constantFrom(200, 404, 302),
      fc.integer({ min: 1, max: 40 }),
      async (value, name, around, type, status, pieces) => {
        const write = forms[name] as (value: string) => string
        fc.pre(!around.some((text) => shows(text, value, value)))
        echo = { write, around: [`${around[0]} | `, ` | ${around[1]}`], type, status, pieces }
        await bench.secret(NAME, value)
        const environment = new MockActivityEnvironment({
          workflowExecution: { workflowId: `run-${masked}`, runId: 'r' },
        })
        const told: unknown[] = []
        environment.on('heartbeat', (details) => told.push(details))
        const result = await bench.call(
          { api_call: { url: `http://${address}/`, headers: { Authorization: `{${NAME}}` } } },
          { environment },
        )
        const left = [
          JSON.stringify(result),
          ...Object.values(result).map(String),
          JSON.stringify(told),
          logged,
        ]
        for (const text of left) t.false(shows(text, value, write(value)), `${name}: ${text}`)
        masked++
      },
    ),
    { numRuns: 150 },
  )
  t.is(masked, 150)
})

test('whatever the pieces in which an output arrives, and wherever it is cut, no secret shows', (t) => {
  let shown = 0
  fc.assert(
    fc.property(
      secret,
      form,
      fc.array(filler, { minLength: 2, maxLength: 6 }),
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom(60, 200, 1_000, 100_000),
      (value, name, texts, size, limit) => {
        const write = forms[name] as (value: string) => string
        fc.pre(!texts.some((text) => shows(text, value, value)))
        const output = Buffer.from(texts.join(` | ${write(value)} | `))
        const collector = collectOutput(limit)
        for (let at = 0; at < output.length; at += size) collector.push(output.subarray(at, at + size))
        const { text } = shapeOutput(
          collector.finish(),
          createMasker([{ name: NAME, value, mask: true }]),
          limit,
        )
        t.false(shows(text, value, write(value)), `${name}: ${text}`)
        if (text.includes(`***${NAME}***`)) shown++
      },
    ),
    { numRuns: 1_000 },
  )
  t.true(shown > 150)
})
