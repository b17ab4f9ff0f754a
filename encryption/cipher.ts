import { randomBytes } from 'node:crypto'
import sodium from 'libsodium-wrappers'
import type { HistoryKey } from './history-key.ts'

/** As it stands in a payload's metadata. */
export const CIPHER = 'xchacha20-poly1305'
export const ENCODING = 'binary/encrypted'

const NONCE_BYTES = 24

/** What a box is bound to: one that is relabelled doesn't open. */
const labelOf = (keyId: string): string => `errand history ${ENCODING} ${CIPHER} ${keyId}`

/** Nonce and box: 40 bytes longer than `plain`. `sodium.ready` has been awaited by whoever made the key. */
export function seal(plain: Uint8Array, { id, cipherKey }: HistoryKey): Uint8Array {
  // 24 random bytes never repeat, however many are drawn. libsodium's own generator takes ten times as long here.
  const nonce = randomBytes(NONCE_BYTES)
  const box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, labelOf(id), null, nonce, cipherKey)
  return Buffer.concat([nonce, box])
}

/** @returns null where the box was not made by `seal` with this key, or was changed since */
export function open(sealed: Uint8Array, { id, cipherKey }: HistoryKey): Uint8Array | null {
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      sealed.subarray(NONCE_BYTES),
      labelOf(id),
      sealed.subarray(0, NONCE_BYTES),
      cipherKey,
    )
  } catch {
    return null
  }
}
