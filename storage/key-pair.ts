import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import sodium from 'libsodium-wrappers'
import {
  closeToOthers,
  KeyFileError,
  makeKeysFolder,
  PUBLIC_MODE,
  privateKeyFile,
  publicKeyFile,
  readKeys,
  replaceWhole,
  rotationFile,
  writeOnce,
} from './key-files.ts'

/**
 * Makes the key pair of the secrets' box at the first start: `keys/secrets.key` (mode 0600) and `keys/secrets.pub` in
 * the data folder, and sees that the second belongs to the first. Several processes may call it at once.
 * @returns warnings for the operator
 * @throws {KeyFileError}
 */
export async function ensureKeyPair(dataFolder: string): Promise<string[]> {
  await sodium.ready
  await makeKeysFolder(dataFolder)
  refuseLostKey(dataFolder)
  await writeOnce(privateKeyFile(dataFolder), `${newPrivateKey()}\n`)
  const warnings = closeToOthers(dataFolder)
  const publicKey = await newestPublicKey(dataFolder)
  await writeOnce(publicKeyFile(dataFolder), `${publicKey}\n`, PUBLIC_MODE)
  // A rotation that was interrupted in between, or a file from another place.
  if ((await readPublicKey(dataFolder)) !== publicKey)
    await replaceWhole(publicKeyFile(dataFolder), `${publicKey}\n`, PUBLIC_MODE)
  return warnings
}

/** A new key in its place would open nothing. Where the public key is there, the private one was before it. */
function refuseLostKey(dataFolder: string): void {
  const [publicFile, privateFile] = [publicKeyFile(dataFolder), privateKeyFile(dataFolder)]
  if (existsSync(publicFile) && !existsSync(privateFile))
    throw new KeyFileError(
      `${privateFile} is missing, and nothing else opens the secrets. Restore it from a backup. If there is none, delete ${publicFile}: the next start makes new keys, and each secret must be set again.`,
    )
}

export async function readPublicKey(dataFolder: string): Promise<string> {
  const [key = ''] = await readKeys(publicKeyFile(dataFolder))
  return key
}

/** Base64, newest first. */
export const readPrivateKeys = (dataFolder: string): Promise<string[]> => readKeys(privateKeyFile(dataFolder))

/**
 * Puts a new key pair before the ones that are there: from then on it seals, and all of them open. A rotation that was
 * interrupted goes on with the pair that it had made.
 * @returns whether a pair was made
 */
export async function addKeyPair(dataFolder: string): Promise<boolean> {
  await ensureKeyPair(dataFolder)
  const begun = await readKeys(rotationFile(dataFolder)).catch(() => [])
  const newest = await newestPublicKey(dataFolder)
  if (begun[0] === newest) {
    await replaceWhole(publicKeyFile(dataFolder), `${newest}\n`, PUBLIC_MODE)
    return false
  }
  const keys = await readPrivateKeys(dataFolder)
  const made = newPrivateKey()
  const publicKey = publicOf(made)
  await replaceWhole(rotationFile(dataFolder), `${publicKey}\n`)
  // The private key first: what the public one seals must open.
  await replaceWhole(privateKeyFile(dataFolder), `${[made, ...keys].join('\n')}\n`)
  await replaceWhole(publicKeyFile(dataFolder), `${publicKey}\n`, PUBLIC_MODE)
  return true
}

/** To be called when everything is sealed with the newest key. */
export async function endRotation(dataFolder: string, { forgetOld }: { forgetOld: boolean }): Promise<void> {
  const [newest = ''] = await readPrivateKeys(dataFolder)
  if (forgetOld) await replaceWhole(privateKeyFile(dataFolder), `${newest}\n`)
  await rm(rotationFile(dataFolder), { force: true })
}

const newestPublicKey = async (dataFolder: string): Promise<string> => {
  const [newest = ''] = await readPrivateKeys(dataFolder)
  return publicOf(newest)
}

const newPrivateKey = (): string => toBase64(sodium.crypto_box_keypair().privateKey)
const publicOf = (privateKey: string): string =>
  toBase64(sodium.crypto_scalarmult_base(fromBase64(privateKey)))

export const toBase64 = (bytes: Uint8Array): string =>
  sodium.to_base64(bytes, sodium.base64_variants.ORIGINAL)
export const fromBase64 = (text: string): Uint8Array =>
  sodium.from_base64(text, sodium.base64_variants.ORIGINAL)
