import sodium from 'libsodium-wrappers'
import { fromBase64, readPrivateKeys, readPublicKey, toBase64 } from './key-pair.ts'

/** Seals values; can't open them again. All that the API process holds. */
export interface Sealer {
  seal(value: string): string
}

/** Opens sealed values; only workers have one. */
export interface Opener {
  open(sealed: string): string
}

/** @param dataFolder where `ensureKeyPair` has put the public key */
export async function createSealer(dataFolder: string): Promise<Sealer> {
  await sodium.ready
  const publicKey = fromBase64(await readPublicKey(dataFolder))
  return { seal: (value) => toBase64(sodium.crypto_box_seal(sodium.from_string(value), publicKey)) }
}

/** Tries every private key there is, newest first, so that older boxes open after a rotation. */
export async function createOpener(dataFolder: string): Promise<Opener> {
  await sodium.ready
  const pairs = (await readPrivateKeys(dataFolder)).map((encoded) => {
    const privateKey = fromBase64(encoded)
    return { privateKey, publicKey: sodium.crypto_scalarmult_base(privateKey) }
  })
  return {
    open(sealed) {
      const box = fromBase64(sealed)
      for (const { publicKey, privateKey } of pairs) {
        try {
          return sodium.to_string(sodium.crypto_box_seal_open(box, publicKey, privateKey))
        } catch {
          // Sealed with another key: try the next.
        }
      }
      throw new Error(
        'A secret was sealed with a key that is not in keys/secrets.key. Restore that key, or set the secret again.',
      )
    },
  }
}
