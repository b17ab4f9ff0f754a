/*
 * The rotation command as an operator runs it, on a real database.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { createGuru } from '../../storage/gurus.ts'
import { ensureKeyPair, readPrivateKeys } from '../../storage/key-pair.ts'
import type { GuruDocument, SecretDocument } from '../../storage/models.ts'
import { createOpener, createSealer } from '../../storage/secret-box.ts'
import { testDatabase } from '../support/test-storage.ts'

const COMMAND = fileURLToPath(new URL('../../stack/rotate-secrets.ts', import.meta.url))

async function setUp(t: ExecutionContext, count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'errand-rotation-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  await ensureKeyPair(folder)
  const { storage, url } = await testDatabase(t)
  await createGuru(storage, { slug: 'acme', description: '', instructions: '' }, 10)
  const sealer = await createSealer(folder)
  const now = new Date()
  const document = (name: string, value: string): SecretDocument => ({
    _id: `acme.${name}`,
    guru: 'acme',
    name,
    sealed: sealer.seal(value),
    mask: true,
    allowed_hosts: [],
    created_at: now,
    updated_at: now,
  })
  await storage.secrets.insertMany(Array.from({ length: count }, (_, n) => document(`S_${n}`, `value ${n}`)))

  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [COMMAND, ...args], {
      env: { ...process.env, ERRAND_DATA: folder, MONGODB_URL: url },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    const ended = once(child, 'close').then(([code]) => ({ code, output }))
    return { child, ended }
  }
  /** What each secret opens to, with the keys that are there now. */
  const values = async (): Promise<Record<string, string>> => {
    const opener = await createOpener(folder)
    const secrets = await storage.secrets.find({}).lean<SecretDocument[]>()
    return Object.fromEntries(secrets.map(({ name, sealed }) => [name, opener.open(sealed)]))
  }
  const expected = Object.fromEntries(Array.from({ length: count }, (_, n) => [`S_${n}`, `value ${n}`]))
  return { folder, storage, sealer, document, start, values, expected }
}

test('every secret is sealed with a new key, the old one is kept, and caches are told', async (t) => {
  const { folder, storage, start, values, expected } = await setUp(t, 30)
  const [before] = await readPrivateKeys(folder)
  const revision = async () => (await storage.gurus.findById('acme').lean<GuruDocument>())?.revision ?? 0
  const revisionBefore = await revision()
  const { code, output } = await start().ended
  t.is(code, 0, output)
  t.regex(output, /Made a new key pair/)
  t.regex(output, /Sealed with the new key now: 30 of 30 secrets\.\nOpen with it: 30\./)
  t.regex(output, /The old keys are kept for backups/)
  t.deepEqual(await values(), expected)
  const keys = await readPrivateKeys(folder)
  t.is(keys.length, 2)
  t.is(keys[1], before)
  t.not(keys[0], before)
  t.true((await revision()) > revisionBefore)
  for (const key of keys) t.false(output.includes(key))
  t.notRegex(output, /value \d/)
})

test('with --forget-old only the new key is left, and opens everything', async (t) => {
  const { folder, start, values, expected } = await setUp(t, 5)
  const { code, output } = await start('--forget-old').ended
  t.is(code, 0, output)
  t.is((await readPrivateKeys(folder)).length, 1)
  t.deepEqual(await values(), expected)
})

test('killed at any moment, every secret opens, and the next one finishes', async (t) => {
  const { folder, start, values, expected } = await setUp(t, 300)
  for (let round = 0; round < 8; round++) {
    const { child, ended } = start('--forget-old')
    // From before it has begun to after it has ended.
    await Promise.race([delay(150 + round * 120), ended])
    child.kill('SIGKILL')
    await ended
    t.deepEqual(await values(), expected, `round ${round}`)
  }
  const { code, output } = await start('--forget-old').ended
  t.is(code, 0, output)
  t.deepEqual(await values(), expected)
  t.is((await readPrivateKeys(folder)).length, 1)
})

test('a secret that is set meanwhile keeps what was set', async (t) => {
  const { storage, sealer, start, values, document } = await setUp(t, 200)
  const { ended } = start('--forget-old')
  const set: Record<string, string> = {}
  let over = false
  const setting = (async () => {
    for (let n = 0; !over; n = (n + 7) % 200) {
      const value = `set ${n} at ${Date.now()}`
      await storage.secrets.replaceOne({ _id: `acme.S_${n}` }, document(`S_${n}`, value), { upsert: true })
      set[`S_${n}`] = value
      await delay(5)
    }
  })()
  await delay(2_000)
  over = true
  await setting
  const { code, output } = await ended
  t.is(code, 0, output)
  t.like(await values(), set)
  t.true(Object.keys(set).length > 3, `${Object.keys(set).length} were set`)
  t.truthy(sealer)
})

test('two at once are one', async (t) => {
  const { start, values, expected, folder } = await setUp(t, 200)
  const [first, second] = await Promise.all([start().ended, start().ended])
  const codes = [first.code, second.code].sort()
  t.deepEqual(codes, [0, 1], first.output + second.output)
  t.regex(first.output + second.output, /Another rotation is under way \(process \d+\)/)
  t.deepEqual(await values(), expected)
  t.is((await readPrivateKeys(folder)).length, 2)
})

test('a secret that no key opens is named, nothing is deleted, and the exit code says so', async (t) => {
  const { storage, folder, start } = await setUp(t, 3)
  await storage.secrets.updateOne({ _id: 'acme.S_1' }, { $set: { sealed: 'AAAA' } })
  const { code, output } = await start('--forget-old').ended
  t.is(code, 1)
  t.regex(output, /No key opens 1 secret: acme\.S_1\. Set them again, or restore the key/)
  t.is((await readPrivateKeys(folder)).length, 2)
})

test('--help says what it does, and a folder without keys is said so', async (t) => {
  const { start, folder } = await setUp(t, 0)
  const help = await start('--help').ended
  t.is(help.code, 0)
  t.regex(help.output, /--forget-old/)
  rmSync(join(folder, 'keys'), { recursive: true })
  const { code, output } = await start().ended
  t.is(code, 1)
  t.regex(output, /There are no keys in .* yet/)
})
