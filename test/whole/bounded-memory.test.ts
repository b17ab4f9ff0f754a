/*
 * Services that answer without end, or with far more than they send: the worker's memory stays bounded.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import test from 'ava'
import type { Run } from '../../domain/run.ts'
import { apiClient } from '../support/api-client.ts'
import { NO_WAITING, startErrand } from '../support/errand.ts'
import { startTarget } from '../support/target-server.ts'

const MIB = 1024 * 1024
/** What the worker may take beyond what it had: text, markup and what is masked of it, and garbage that V8 is in no hurry with: 410 to 720 were seen. */
const ALLOWED_MIB = 1_000
/** How much more a second round may take: memory that is lost with each call would add up. */
const ALLOWED_AGAIN_MIB = 350
const AT_ONCE = 10

/** 2 GiB of one character. */
function* muchOfIt(piece: Buffer): Generator<Buffer> {
  for (let size = 0; size < 2048 * MIB; size += piece.length) yield piece
}

const x = Buffer.alloc(MIB, 'x')
const BODIES: Record<
  string,
  { type: string; encoding?: string; make?: () => NodeJS.ReadWriteStream; piece?: Buffer }
> = {
  'plain text without end': { type: 'text/plain' },
  'HTML without end': { type: 'text/html', piece: Buffer.from('<p>word</p>'.repeat(10_000)) },
  'XML without end': { type: 'text/xml', piece: Buffer.from('<a>word</a>'.repeat(10_000)) },
  'binary data without end': { type: 'image/png', piece: Buffer.alloc(MIB) },
  'a gzip bomb': { type: 'text/plain', encoding: 'gzip', make: () => zlib.createGzip({ level: 1 }) },
  'a Brotli bomb': {
    type: 'text/plain',
    encoding: 'br',
    make: () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }),
  },
  'a Zstandard bomb': { type: 'text/plain', encoding: 'zstd', make: () => zlib.createZstdCompress() },
}

async function pour(
  response: ServerResponse,
  { type, encoding, make, piece = x }: (typeof BODIES)[string],
): Promise<void> {
  response.writeHead(200, { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) })
  const source = Readable.from(muchOfIt(piece))
  // Whoever has had enough hangs up.
  await (make ? pipeline(source, make(), response) : pipeline(source, response)).catch(() => {})
}

const status = (pid: number, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) /
  1024

test('bombs and bodies without end take bounded memory of the worker, ten at once', async (t) => {
  const kinds = Object.keys(BODIES)
  const target = await startTarget((call, response) => {
    const body = BODIES[kinds[Number(call.path.slice(1))] ?? '']
    return body ? pour(response, body) : void response.end('fine')
  })
  t.teardown(target.close)
  const errand = await startErrand({ environment: { ...NO_WAITING, ERRAND_EGRESS_ALLOW: target.address } })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  await api.put('/acme/secrets/TOKEN', { value: 'tok_0123456789abcdef' })
  const call = (path: string) =>
    api.post<Run>('/acme/actions/test', {
      action: {
        name: 'Call',
        trigger: 'x',
        type: 'api_call',
        api_call: { url: `${target.url}/${path}`, headers: { Authorization: '{TOKEN}' } },
      },
    })
  for (let count = 0; count < 20; count++) t.is((await call('fine')).output, 'fine')

  const [worker = 0] = errand.workerPids()
  const before = status(worker, 'VmRSS')
  const highest = async (round: string): Promise<number> => {
    let highest = 0
    for (const [index, kind] of kinds.entries()) {
      // The high-water mark starts anew (proc(5)).
      writeFileSync(`/proc/${worker}/clear_refs`, '5')
      const runs = await Promise.all(Array.from({ length: AT_ONCE }, () => call(String(index))))
      const most = status(worker, 'VmHWM')
      t.log(
        `${round}, ${kind}, ${AT_ONCE} at once: at most ${most.toFixed(0)} MiB (${before.toFixed(0)} before all)`,
      )
      for (const run of runs) {
        t.is(run.status, 'succeeded', kind)
        if (kind !== 'binary data without end') t.true(run.output_truncated, kind)
        t.true(Buffer.byteLength(run.output ?? '') <= 200 * 1024, kind)
      }
      highest = Math.max(highest, most)
    }
    return highest
  }
  const first = await highest('first round')
  t.true(first - before < ALLOWED_MIB, `${first.toFixed(0)} MiB after ${before.toFixed(0)}`)
  const second = await highest('second round')
  t.true(second - first < ALLOWED_AGAIN_MIB, `${second.toFixed(0)} MiB after ${first.toFixed(0)}`)
  t.is((await call('fine')).output, 'fine')
  t.deepEqual(errand.workerPids(), [worker])
})
