import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { KeyFileError, privateKeyFile, publicKeyFile } from '../../storage/key-files.ts'
import {
  addKeyPair,
  endRotation,
  ensureKeyPair,
  readPrivateKeys,
  readPublicKey,
} from '../../storage/key-pair.ts'
import { createOpener, createSealer } from '../../storage/secret-box.ts'

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'errand-keys-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return folder
}

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

test('the first start makes keys that only their user can read, and later ones leave them', async (t) => {
  const folder = folderOf(t)
  t.deepEqual((await Promise.all(Array.from({ length: 10 }, () => ensureKeyPair(folder)))).flat(), [])
  t.is(mode(join(folder, 'keys')), '700')
  t.is(mode(privateKeyFile(folder)), '600')
  const keys = await readPrivateKeys(folder)
  t.is(keys.length, 1)
  await ensureKeyPair(folder)
  t.deepEqual(await readPrivateKeys(folder), keys)
  t.deepEqual(readdirSync(join(folder, 'keys')).sort(), ['secrets.key', 'secrets.pub'])
  t.is((await createOpener(folder)).open((await createSealer(folder)).seal('välue')), 'välue')
})

test('keys that are open to other users are closed, with a warning', async (t) => {
  const folder = folderOf(t)
  await ensureKeyPair(folder)
  chmodSync(privateKeyFile(folder), 0o644)
  chmodSync(join(folder, 'keys'), 0o755)
  const warnings = await ensureKeyPair(folder)
  t.is(warnings.length, 2)
  t.regex(warnings.join(), /secrets\.key was open to other users.*rotate-secrets/)
  t.is(mode(privateKeyFile(folder)), '600')
  t.is(mode(join(folder, 'keys')), '700')
  t.deepEqual(await ensureKeyPair(folder), [])
})

for (const [what, content] of [
  ['empty', ''],
  ['half written', 'AAAA'],
  ['text', 'this is no key\n'],
  ['one good line and one bad', `${'A'.repeat(43)}=\nhalf`],
] as const)
  test(`a key file that is ${what} is an error that says what to do, and stays as it is`, async (t) => {
    const folder = folderOf(t)
    mkdirSync(join(folder, 'keys'))
    writeFileSync(privateKeyFile(folder), content)
    const error = await t.throwsAsync(ensureKeyPair(folder), { instanceOf: KeyFileError })
    t.regex(error?.message ?? '', /secrets\.key does not hold keys of Errand\. Restore it from a backup/)
    t.is(readFileSync(privateKeyFile(folder), 'utf8'), content)
  })

test('a public key that belongs to no private one, or to an older one, is made right', async (t) => {
  const folder = folderOf(t)
  await ensureKeyPair(folder)
  const right = await readPublicKey(folder)
  writeFileSync(publicKeyFile(folder), `${'B'.repeat(42)}A=\n`)
  await ensureKeyPair(folder)
  t.is(await readPublicKey(folder), right)
})

test('sealing and opening go on through a rotation without a restart', async (t) => {
  const folder = folderOf(t)
  await ensureKeyPair(folder)
  const [sealer, opener] = [await createSealer(folder), await createOpener(folder)]
  const old = sealer.seal('before')
  t.true(await addKeyPair(folder))
  const fresh = sealer.seal('after')
  // The opener learns of the new key by a box that it can't open, at most once a second.
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  t.is(opener.open(fresh), 'after')
  t.is(opener.open(old), 'before')
  t.true(opener.opensWithNewest(fresh))
  t.false(opener.opensWithNewest(old))
  await endRotation(folder, { forgetOld: true })
  t.is((await readPrivateKeys(folder)).length, 1)
  const later = await createOpener(folder)
  t.is(later.open(fresh), 'after')
  t.throws(() => later.open(old), { message: /sealed with a key that is not in keys\/secrets\.key/ })
})

test('a rotation that was interrupted goes on with its key; one that has ended is followed by another key', async (t) => {
  const folder = folderOf(t)
  await ensureKeyPair(folder)
  t.true(await addKeyPair(folder))
  t.false(await addKeyPair(folder))
  t.is((await readPrivateKeys(folder)).length, 2)
  await endRotation(folder, { forgetOld: false })
  t.true(await addKeyPair(folder))
  t.is((await readPrivateKeys(folder)).length, 3)
  t.is(mode(privateKeyFile(folder)), '600')
  t.is(mode(publicKeyFile(folder)), '644')
})

test('what seals needs the public key alone', async (t) => {
  const folder = folderOf(t)
  await ensureKeyPair(folder)
  const opener = await createOpener(folder)
  rmSync(privateKeyFile(folder))
  const sealer = await createSealer(folder)
  t.is(opener.open(sealer.seal('value')), 'value')
})

test('a private key that is lost is said so, and not replaced by one that opens nothing', async (t) => {
  const folder = folderOf(t)
  await ensureKeyPair(folder)
  rmSync(privateKeyFile(folder))
  const error = await t.throwsAsync(ensureKeyPair(folder), { instanceOf: KeyFileError })
  t.regex(error?.message ?? '', /secrets\.key is missing.*Restore it from a backup/)
  t.false(readdirSync(join(folder, 'keys')).includes('secrets.key'))
  rmSync(publicKeyFile(folder))
  t.deepEqual(await ensureKeyPair(folder), [])
})
