import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import sodium from 'libsodium-wrappers'

/** What seals; safe to read for anybody. */
export const publicKeyFile = (dataFolder: string): string => join(dataFolder, 'keys', 'secrets.pub')
/** What opens; for workers only. One base64 private key a line, newest first. */
export const privateKeyFile = (dataFolder: string): string => join(dataFolder, 'keys', 'secrets.key')

/**
 * Makes the key pair of the secrets' box at the first start: `keys/secrets.key` (mode 0600) and
 * `keys/secrets.pub` in the data folder. Several processes may call it at once.
 */
export async function ensureKeyPair(dataFolder: string): Promise<void> {
  await sodium.ready
  const folder = join(dataFolder, 'keys')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { privateKey } = sodium.crypto_box_keypair()
  await writeOnce(privateKeyFile(dataFolder), `${toBase64(privateKey)}\n`, 0o600)
  const [newest = ''] = await readPrivateKeys(dataFolder)
  const publicKey = sodium.crypto_scalarmult_base(fromBase64(newest))
  await writeOnce(publicKeyFile(dataFolder), `${toBase64(publicKey)}\n`, 0o644)
}

export async function readPublicKey(dataFolder: string): Promise<string> {
  return (await readFile(publicKeyFile(dataFolder), 'utf8')).trim()
}

/** Base64, newest first. */
export async function readPrivateKeys(dataFolder: string): Promise<string[]> {
  const text = await readFile(privateKeyFile(dataFolder), 'utf8')
  return text.split('\n').filter(Boolean)
}

/** Appears whole or not at all, and never replaces what is there. */
async function writeOnce(path: string, content: string, mode: number): Promise<void> {
  const temporary = `${path}.${process.pid}.${Date.now()}`
  const file = await open(temporary, 'wx', mode)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await chmod(temporary, mode)
  try {
    await link(temporary, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

export const toBase64 = (bytes: Uint8Array): string =>
  sodium.to_base64(bytes, sodium.base64_variants.ORIGINAL)
export const fromBase64 = (text: string): Uint8Array =>
  sodium.from_base64(text, sodium.base64_variants.ORIGINAL)
