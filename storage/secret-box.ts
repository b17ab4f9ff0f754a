import { readFileSync, statSync } from 'node:fs'
import sodium from 'libsodium-wrappers'
import { sha256 } from './ids.ts'
import { KeyFileError, parseKeys, privateKeyFile, publicKeyFile } from './key-files.ts'
import { fromBase64, readPrivateKeys, readPublicKey, toBase64 } from './key-pair.ts'

/** Seals values; can't open them again. All that the API process holds. */
export interface Sealer {
  seal(value: string): string
  /** Names the key that it seals with now. */
  keyId(): string
}

/** Opens sealed values; only workers have one. */
export interface Opener {
  /** @throws {Error} where no private key opens it; the message is for the operator and holds nothing secret */
  open(sealed: string): string
  /** Whether the newest private key opens it. */
  opensWithNewest(sealed: string): boolean
}

/**
 * Seals with the newest key, also when that has changed since: a rotation needs no restart.
 * @param dataFolder where `ensureKeyPair` has put the public key
 */
export async function createSealer(dataFolder: string): Promise<Sealer> {
  await sodium.ready
  const path = publicKeyFile(dataFolder)
  let publicKey = fromBase64(await readPublicKey(dataFolder))
  let read = identityOf(path)
  const refresh = (): void => {
    const now = identityOf(path)
    if (now === null || now === read) return
    const [key = ''] = parseKeys(path, readFileSync(path, 'utf8'))
    publicKey = fromBase64(key)
    read = now
  }
  return {
    keyId() {
      refresh()
      return sha256(publicKey).slice(0, 12)
    },
    seal(value) {
      refresh()
      const bytes = sodium.from_string(value)
      try {
        return toBase64(sodium.crypto_box_seal(bytes, publicKey))
      } finally {
        sodium.memzero(bytes)
      }
    },
  }
}

/** Another one for each file that has stood there; null where there is none just now. */
function identityOf(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true })
  return stat ? `${stat.ino}.${stat.mtimeNs}.${stat.size}` : null
}

/** A box that nobody can open must not have the file read again for each try. */
const REREAD_MS = 1_000

interface KeyPair {
  publicKey: Uint8Array
  privateKey: Uint8Array
}

const pairOf = (encoded: string): KeyPair => {
  const privateKey = fromBase64(encoded)
  return { privateKey, publicKey: sodium.crypto_scalarmult_base(privateKey) }
}

/** Tries every private key there is, newest first; reads them again where none opens a box. */
export async function createOpener(dataFolder: string): Promise<Opener> {
  await sodium.ready
  const path = privateKeyFile(dataFolder)
  let pairs = (await readPrivateKeys(dataFolder)).map(pairOf)
  let readAt = performance.now()
  const reread = (): boolean => {
    if (performance.now() - readAt < REREAD_MS) return false
    readAt = performance.now()
    try {
      pairs = parseKeys(path, readFileSync(path, 'utf8')).map(pairOf)
      return true
    } catch {
      // What was read before may still do.
      return false
    }
  }
  return {
    open(sealed) {
      const value = openWith(pairs, sealed) ?? (reread() ? openWith(pairs, sealed) : null)
      if (value !== null) return value
      throw new KeyFileError(
        'A secret was sealed with a key that is not in keys/secrets.key. Restore that key, or set the secret again.',
      )
    },
    opensWithNewest: (sealed) => openWith(pairs.slice(0, 1), sealed) !== null,
  }
}

function openWith(pairs: KeyPair[], sealed: string): string | null {
  for (const { publicKey, privateKey } of pairs) {
    let bytes: Uint8Array | null = null
    try {
      bytes = sodium.crypto_box_seal_open(fromBase64(sealed), publicKey, privateKey)
      return sodium.to_string(bytes)
    } catch {
      // Sealed with another key: try the next.
    } finally {
      // Of the value no copy stays but the text, which lives as long as the activity that asked for it.
      if (bytes) sodium.memzero(bytes)
    }
  }
  return null
}
