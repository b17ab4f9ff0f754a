// What is written to Temporal: readable with its key, unreadable and unchangeable without.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultPayloadConverter, type Payload } from '@temporalio/common'
import proto from '@temporalio/proto'
import test, { type ExecutionContext } from 'ava'
import { ConfigurationError } from '../../domain/configuration.ts'
import { summaryText } from '../../domain/summary-text.ts'
import { openHistoryEncryption } from '../../encryption/history-encryption.ts'
import { historyKeyFile, newHistoryKey } from '../../encryption/history-key.ts'
import { UnreadableHistoryError } from '../../encryption/unreadable-history.ts'
import { addHistoryKey } from '../../stack/data/history-key-file.ts'
import { encodingsOf } from '../support/find-bytes.ts'

const CANARY = 'canary-of-a-payload-5Tq9'
const plain = defaultPayloadConverter.toPayload({ question: CANARY }) as Payload

async function emptyFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'errand-keys-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Encryption with the keys given, newest first, or those of the folder. */
const encryptionWith = (keys: string[], ERRAND_DATA = '/nowhere', ERRAND_ENCRYPT_HISTORY = true) =>
  openHistoryEncryption({
    ERRAND_DATA,
    ERRAND_ENCRYPT_HISTORY,
    ERRAND_HISTORY_KEY: keys.length > 0 ? keys : undefined,
  })

const encrypted = async (key: string, payload = plain): Promise<Payload> => {
  const [result] = await (await encryptionWith([key])).codec.encode([payload])
  return result as Payload
}

const metadataOf = ({ metadata }: Payload): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
  )

const readWith = async (keys: string[], payload: Payload): Promise<unknown> => {
  const [decoded] = await (await encryptionWith(keys)).codec.decode([payload])
  return defaultPayloadConverter.fromPayload(decoded as Payload)
}

test('gives back what it has encrypted, and shows nothing of it', async (t) => {
  const key = newHistoryKey()
  const payload = await encrypted(key)
  for (const [form, bytes] of encodingsOf(CANARY))
    t.false(Buffer.from(payload.data ?? []).includes(bytes), form)
  const { encoding, 'encryption-key-id': keyId, ...rest } = metadataOf(payload)
  t.is(encoding, 'binary/encrypted')
  t.deepEqual(rest, { 'encryption-cipher': 'xchacha20-poly1305' })
  t.regex(keyId ?? '', /^[0-9a-f]{16}$/)
  t.deepEqual(await readWith([key], payload), { question: CANARY })
})

test('encrypts the same twice to something different', async (t) => {
  const key = newHistoryKey()
  t.notDeepEqual((await encrypted(key)).data, (await encrypted(key)).data)
})

test('keeps null, nothing, bytes and 2 MiB as they are, and adds less than 200 bytes', async (t) => {
  const key = newHistoryKey()
  const { codec } = await encryptionWith([key])
  for (const value of [null, undefined, new Uint8Array([0, 255]), 'é'.repeat(2 ** 20), 'x'.repeat(2 ** 21)]) {
    const payload = defaultPayloadConverter.toPayload(value) as Payload
    const [sealed] = await codec.encode([payload])
    const [opened] = await codec.decode([sealed as Payload])
    t.deepEqual(defaultPayloadConverter.fromPayload(opened as Payload), value)
    t.true(sizeOf(sealed as Payload) - sizeOf(payload) < 200)
  }
})

const sizeOf = ({ metadata, data }: Payload): number =>
  (data?.length ?? 0) +
  Object.entries(metadata ?? {}).reduce((sum, [name, bytes]) => sum + name.length + bytes.length, 0)

test('the longest summary fits into the 400 bytes that Temporal has for it, encrypted too', async (t) => {
  for (const character of ['x', '語', '😀', '"', '\u0001']) {
    const summary = defaultPayloadConverter.toPayload(summaryText(character.repeat(500))) as Payload
    const sealed = await encrypted(newHistoryKey(), summary)
    const size = proto.temporal.api.common.v1.Payload.encode(sealed).finish().length
    t.true(size > 370 && size <= 400, `${size}`)
  }
})

test('refuses a payload with any byte changed, cut or added', async (t) => {
  const key = newHistoryKey()
  const { codec } = await encryptionWith([key])
  const payload = await encrypted(key)
  const data = Buffer.from(payload.data ?? [])
  const refused = (changed: Payload) =>
    t.throwsAsync(codec.decode([changed]), { instanceOf: UnreadableHistoryError })
  for (let index = 0; index < data.length; index++) {
    const changed = Buffer.from(data)
    changed[index] = (changed[index] ?? 0) ^ 1
    await refused({ ...payload, data: changed })
  }
  await refused({ ...payload, data: data.subarray(1) })
  await refused({ ...payload, data: data.subarray(0, -1) })
  await refused({ ...payload, data: Buffer.concat([data, Buffer.alloc(1)]) })
  await refused({ ...payload, data: new Uint8Array() })
  await refused({ ...payload, data: null })
  for (const name of ['encryption-cipher', 'encryption-key-id'])
    await refused({ ...payload, metadata: { ...payload.metadata, [name]: Buffer.from('another') } })
})

test('refuses a payload that is relabelled to another key that is here', async (t) => {
  const keys = [newHistoryKey(), newHistoryKey()]
  const { codec } = await encryptionWith(keys)
  const [first, second] = await Promise.all(keys.map((key) => encrypted(key)))
  const relabelled = { metadata: second?.metadata, data: first?.data }
  const error = await t.throwsAsync(codec.decode([relabelled]), { instanceOf: UnreadableHistoryError })
  t.regex(error.message, /was changed since/)
})

test('says which key is missing and where it belongs, and not what any key is', async (t) => {
  const key = newHistoryKey()
  const payload = await encrypted(newHistoryKey())
  const id = metadataOf(payload)['encryption-key-id'] ?? ''
  const error = await t.throwsAsync(readWith([key], payload), { instanceOf: UnreadableHistoryError })
  t.true(error.message.includes(id))
  t.regex(error.message, /Restore that key: .*keys\/history\.key/)
  t.false(error.message.includes(key))
})

test('writes with the newest key and reads with the older ones', async (t) => {
  const [older, newer] = [newHistoryKey(), newHistoryKey()]
  const before = await encrypted(older)
  t.deepEqual(await readWith([newer, older], before), { question: CANARY })
  const both = await encryptionWith([newer, older])
  const [after] = await both.codec.encode([plain])
  t.is(metadataOf(after as Payload)['encryption-key-id'], both.keyring.newest?.id)
  t.deepEqual(await readWith([newer], after as Payload), { question: CANARY })
  await t.throwsAsync(readWith([older], after as Payload), { instanceOf: UnreadableHistoryError })
})

test('lets pass what was never encrypted, and what others have encoded', async (t) => {
  const { codec } = await encryptionWith([newHistoryKey()])
  const foreign = { metadata: { encoding: Buffer.from('binary/zlib') }, data: Buffer.from('x') }
  const empty = {}
  t.deepEqual(await codec.decode([plain, foreign, empty]), [plain, foreign, empty])
})

test('reads on when encryption is switched off, and writes in the clear', async (t) => {
  const key = newHistoryKey()
  const payload = await encrypted(key)
  const { codec, dataConverter } = await encryptionWith([key], '/nowhere', false)
  t.deepEqual(await codec.encode([plain]), [plain])
  t.is(dataConverter.failureConverterPath, undefined)
  const [decoded] = await codec.decode([payload])
  t.deepEqual(defaultPayloadConverter.fromPayload(decoded as Payload), { question: CANARY })
})

test('without any key encryption is refused, and reading says which key it lacks', async (t) => {
  const folder = await emptyFolder(t)
  const refused = await t.throwsAsync(encryptionWith([], folder), { instanceOf: ConfigurationError })
  t.regex(refused.message, /ERRAND_ENCRYPT_HISTORY.*history\.key.*ERRAND_HISTORY_KEY/s)
  const off = await encryptionWith([], folder, false)
  await t.throwsAsync(off.codec.decode([await encrypted(newHistoryKey())]), {
    instanceOf: UnreadableHistoryError,
    message: /which is not here/,
  })
})

test('a rotation is noticed by a process that still writes with the older key', async (t) => {
  const folder = await emptyFolder(t)
  await addHistoryKey(folder)
  const running = await encryptionWith([], folder)
  const older = running.keyring.newest?.id
  t.is(await addHistoryKey(folder), 2)
  const restarted = await encryptionWith([], folder)
  t.not(restarted.keyring.newest?.id, older)
  const [payload] = await restarted.codec.encode([plain])
  const [decoded] = await running.codec.decode([payload as Payload])
  t.deepEqual(defaultPayloadConverter.fromPayload(decoded as Payload), { question: CANARY })
  t.is(running.keyring.newest?.id, older)
})

test('a damaged key file is named with its line, and nothing of it is shown', async (t) => {
  const folder = await emptyFolder(t)
  await addHistoryKey(folder)
  await writeFile(historyKeyFile(folder), `# a note\n${newHistoryKey()}\nhalf-a-key\n`)
  const error = await t.throwsAsync(encryptionWith([], folder), { instanceOf: ConfigurationError })
  t.regex(error.message, /history\.key: line 3 is no key/)
  t.false(error.message.includes('half-a-key'))
})
