import type { Payload, PayloadCodec } from '@temporalio/common'
import proto from '@temporalio/proto'
import { CIPHER, ENCODING, open, seal } from './cipher.ts'
import type { HistoryKey } from './history-key.ts'
import type { Keyring } from './keyring.ts'
import { UnreadableHistoryError } from './unreadable-history.ts'

/** Temporal's own names in the metadata of an encrypted payload. */
const ENCODING_FIELD = 'encoding'
const CIPHER_FIELD = 'encryption-cipher'
const KEY_ID_FIELD = 'encryption-key-id'

const { Payload: PayloadMessage } = proto.temporal.api.common.v1

const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('utf8')

/**
 * Encrypts what goes to Temporal and decrypts what comes back. What was not encrypted passes as it is: histories
 * from before the encryption stay readable.
 * @param encrypt false: only decrypts
 */
export function createPayloadCodec(keyring: Keyring, encrypt: boolean): PayloadCodec {
  const key = encrypt ? keyring.newest : null
  return {
    encode: async (payloads) => (key ? payloads.map((payload) => encryptPayload(payload, key)) : payloads),
    decode: (payloads) => Promise.all(payloads.map((payload) => decryptPayload(payload, keyring))),
  }
}

/** About 180 bytes longer than the payload itself, which goes in whole: its metadata says what it is. */
function encryptPayload(payload: Payload, key: HistoryKey): Payload {
  return {
    metadata: {
      [ENCODING_FIELD]: Buffer.from(ENCODING),
      [CIPHER_FIELD]: Buffer.from(CIPHER),
      [KEY_ID_FIELD]: Buffer.from(key.id),
    },
    data: seal(PayloadMessage.encode(payload).finish(), key),
  }
}

/** @throws {UnreadableHistoryError} where its key isn't here, or it is not what was written */
async function decryptPayload(payload: Payload, keyring: Keyring): Promise<Payload> {
  const { metadata, data } = payload
  if (text(metadata?.[ENCODING_FIELD]) !== ENCODING) return payload
  const cipher = text(metadata?.[CIPHER_FIELD])
  if (cipher !== CIPHER)
    throw new UnreadableHistoryError(
      `A payload was encrypted with the cipher '${cipher.slice(0, 40)}', which Errand doesn't use: something else wrote it.`,
    )
  const id = text(metadata?.[KEY_ID_FIELD])
  const key = await keyring.find(id)
  if (!key)
    throw new UnreadableHistoryError(
      `This was encrypted with the history key '${id.slice(0, 40)}', which is not here. Restore that key: add its line to keys/history.key in the data folder, or to ERRAND_HISTORY_KEY.`,
    )
  const opened = open(data ?? new Uint8Array(), key)
  if (!opened)
    throw new UnreadableHistoryError(
      `A payload that names the history key '${id}' was not encrypted with it, or was changed since.`,
    )
  return PayloadMessage.decode(opened)
}
