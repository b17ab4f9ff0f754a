// The programs here are shell scripts: what is tested is which way is taken and what the cache holds.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { StackError } from '../../stack/errors.ts'
import { getProgram } from '../../stack/provision/get-program.ts'
import type { Way } from '../../stack/provision/ways.ts'

function writeProgram(path: string, says: string, exitCode = 0): string {
  writeFileSync(path, `#!/bin/sh\necho ${says}\nexit ${exitCode}\n`)
  chmodSync(path, 0o755)
  return path
}

function context(t: ExecutionContext, path = '') {
  const cache = mkdtempSync(join(tmpdir(), 'errand-cache-'))
  t.teardown(() => rmSync(cache, { recursive: true }))
  const lines: string[] = []
  return {
    cache,
    lines,
    environment: { PATH: path },
    report: (line: string) => lines.push(line),
    signal: new AbortController().signal,
  }
}

const failing: Way = {
  kind: 'thing',
  label: 'the official download',
  cached: 'thing-1',
  get: () => Promise.reject(new Error('no network\nmore about it')),
}
const building = (counted: { builds: number } = { builds: 0 }): Way => ({
  kind: 'thing',
  label: 'a build',
  cached: 'thing-1',
  get: async (into) => {
    counted.builds += 1
    await sleep(200)
    return writeProgram(join(into, 'thing'), 'built')
  },
})

test('a way that fails is said in one line, and the next one is taken', async (t) => {
  const at = context(t)
  const found = await getProgram({ name: 'Thing', ways: [failing, building()], advice: [] }, at)
  t.is(found.path, join(at.cache, 'bin/thing-1'))
  t.regex(readFileSync(found.path, 'utf8'), /built/)
  t.deepEqual(
    at.lines.filter((line) => line.includes('did not work')),
    ['Thing: the official download did not work: no network'],
  )
})

test('what the cache holds is neither downloaded nor built again', async (t) => {
  const at = context(t)
  const counted = { builds: 0 }
  const part = { name: 'Thing', ways: [failing, building(counted)], advice: [] }
  await getProgram(part, at)
  at.lines.length = 0
  const again = await getProgram(part, at)
  t.regex(again.where, /in the cache/)
  t.is(counted.builds, 1)
  t.deepEqual(at.lines, [])
})

test('a program on PATH comes before the cache, unless it does not run', async (t) => {
  const at = context(t)
  const part = { name: 'Thing', ways: [{ ...building(), onPath: 'thing' }], advice: [] }
  await getProgram(part, at)
  const bin = join(at.cache, 'elsewhere')
  mkdirSync(bin)
  at.environment.PATH = bin
  writeProgram(join(bin, 'thing'), 'installed')
  t.is((await getProgram(part, at)).path, join(bin, 'thing'))
  writeProgram(join(bin, 'thing'), 'broken', 127)
  t.is((await getProgram(part, at)).path, join(at.cache, 'bin/thing-1'))
})

test('two starts at once get a program once', async (t) => {
  const at = context(t)
  const counted = { builds: 0 }
  const part = { name: 'Thing', ways: [building(counted)], advice: [] }
  // The lock is per caller, so this holds within one process as well.
  const [one, other] = await Promise.all([getProgram(part, at), sleep(50).then(() => getProgram(part, at))])
  t.is(one.path, other.path)
  t.is(counted.builds, 1)
})

test('a program that does not run on this machine never reaches the cache', async (t) => {
  const at = context(t)
  const broken: Way = { ...building(), get: async (into) => writeProgram(join(into, 'thing'), 'no', 1) }
  await t.throwsAsync(getProgram({ name: 'Thing', ways: [broken], advice: [] }, at), {
    instanceOf: StackError,
  })
  t.deepEqual(readdirSync(join(at.cache, 'bin')), [])
  t.deepEqual(
    readdirSync(at.cache).filter((name) => name !== 'bin'),
    [],
  )
})

test('where no way works, the error says what was tried and what helps', async (t) => {
  const part = { name: 'Thing', ways: [failing], advice: ['install Go', 'set THING_URL'] }
  const error = await t.throwsAsync(getProgram(part, context(t)), { instanceOf: StackError })
  t.regex(error.message, /Thing could not be had/)
  t.regex(error.message, /the official download: no network/)
  t.regex(error.message, /install Go/)
  t.regex(error.message, /set THING_URL/)
})
