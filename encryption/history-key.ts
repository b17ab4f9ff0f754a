import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import sodium from 'libsodium-wrappers'
import { HISTORY_KEY } from '../domain/configuration.ts'

const KEY_BYTES = 32

/** One of the keys that the history is encrypted with. What it is used for is derived from it, never the key itself. */
export interface HistoryKey {
  /** 16 hexadecimal digits, made from the key: stands with everything that it has encrypted, and says nothing about it. */
  id: string
  /** For XChaCha20-Poly1305, 32 bytes. */
  cipherKey: Uint8Array
  /** For the cookie of those who may see decoded data in Temporal UI, 32 bytes. */
  signInKey: Uint8Array
}

/** One key a line in base64, newest first; lines that begin with `#` are notes. */
export const historyKeyFile = (dataFolder: string): string => join(dataFolder, 'keys', 'history.key')

/** A new key, in base64 as the file has it. */
export const newHistoryKey = (): string => randomBytes(KEY_BYTES).toString('base64')

/** libsodium's key derivation: 8 characters that keep these keys apart from any others, and a number for each use. */
const CONTEXT = 'ErrandHi'
const FOR_ID = { number: 1, bytes: 16 }
const FOR_CIPHER = { number: 2, bytes: KEY_BYTES }
const FOR_SIGN_IN = { number: 3, bytes: KEY_BYTES }
const ID_DIGITS = 16

/** @param encoded 32 bytes in base64 */
export async function deriveHistoryKey(encoded: string): Promise<HistoryKey> {
  await sodium.ready
  const key = Buffer.from(encoded, 'base64')
  const derive = ({ number, bytes }: { number: number; bytes: number }) =>
    sodium.crypto_kdf_derive_from_key(bytes, number, CONTEXT, key)
  return {
    id: Buffer.from(derive(FOR_ID)).toString('hex').slice(0, ID_DIGITS),
    cipherKey: derive(FOR_CIPHER),
    signInKey: derive(FOR_SIGN_IN),
  }
}

/**
 * The keys in the text of a key file, as base64.
 * @throws {Error} naming the line that holds none, not what stands there
 */
export function parseHistoryKeys(text: string): string[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) return []
    if (!HISTORY_KEY.test(line))
      throw new Error(`line ${index + 1} is no key: it must be 32 bytes in base64, 44 characters`)
    return [line]
  })
}
