import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { beginErrand } from '../support/errand.ts'

async function run(args: string[], environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'errand-command-'))
  const dataFolder = join(folder, 'data')
  const { exited, output } = beginErrand({ environment, dataFolder }, args)
  const code = await exited
  const touched = existsSync(dataFolder)
  rmSync(folder, { recursive: true })
  return { code, output: output(), touched }
}

test('--help says what there is and starts nothing', async (t) => {
  const { code, output, touched } = await run(['--help'])
  t.is(code, 0)
  t.regex(output, /npm start/)
  t.regex(output, /ERRAND_PORT/)
  t.false(touched)
})

test('an unknown option is refused with a word on --help', async (t) => {
  const { code, output, touched } = await run(['--chekc'])
  t.is(code, 2)
  t.regex(output, /--chekc/)
  t.regex(output, /--help/)
  t.false(touched)
})

test('--check says for each part what would be used and why, and starts nothing', async (t) => {
  const { code, output, touched } = await run(['--check'], {
    MONGODB_URL: 'mongodb://user:hidden@db.internal/x',
  })
  t.is(code, 0)
  t.regex(output, /Temporal: +temporal, (on PATH|in the cache) \(/)
  t.regex(output, /MongoDB: +db\.internal, named by MONGODB_URL/)
  t.regex(output, /Container engine: +at /)
  t.notRegex(output, /hidden/)
  t.false(touched)
})

test('--check says that the engine does not have the runtime that is asked for, and which it has', async (t) => {
  const { code, output } = await run(['--check'], { SANDBOX_RUNTIME: 'no-such-runtime' })
  t.is(code, 0)
  t.regex(output, /!! SANDBOX_RUNTIME=no-such-runtime: .* It has: .*runc/)
})

test('--check names each way to get what is not there', async (t) => {
  const empty = mkdtempSync(join(tmpdir(), 'errand-cache-'))
  t.teardown(() => rmSync(empty, { recursive: true }))
  const { output } = await run(['--check'], { ERRAND_CACHE: empty, PATH: '/nowhere' })
  t.regex(output, /Temporal: +not on PATH .*official download.*then a build .* with Go \(Go is not installed/)
  t.regex(output, /MongoDB: +not on PATH .*official download.*then a build .* with Go/)
})

test('a bad configuration is one list of every wrong variable, before anything starts', async (t) => {
  const { code, output, touched } = await run([], {
    ERRAND_PORT: '99999',
    MONGODB_URL: 'http://x',
    ERRAND_RATE_LIMIT: 'many',
    ERRAND_ADMIN_KEI: 'misspelt',
  })
  t.is(code, 2)
  for (const name of ['ERRAND_PORT', 'MONGODB_URL', 'ERRAND_RATE_LIMIT', 'ERRAND_ADMIN_KEI'])
    t.regex(output, new RegExp(`^  - ${name}: `, 'm'))
  t.notRegex(output, /^ +at /m)
  t.false(touched)
})

test('a server that the environment names and that is away is an error naming the variable', async (t) => {
  const mongodb = await run([], { MONGODB_URL: 'mongodb://someone:hidden@127.0.0.1:1/errand' })
  t.is(mongodb.code, 1)
  t.regex(mongodb.output, /MONGODB_URL: the MongoDB at 127\.0\.0\.1:1 cannot be used/)
  t.notRegex(mongodb.output, /hidden/)

  const temporal = await run([], { TEMPORAL_ADDRESS: '127.0.0.1:1' })
  t.is(temporal.code, 1)
  t.regex(temporal.output, /TEMPORAL_ADDRESS: the Temporal at 127\.0\.0\.1:1 .*cannot be used/)
})
