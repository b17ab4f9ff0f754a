import { fileURLToPath } from 'node:url'
import type { DataConverter, PayloadCodec } from '@temporalio/common'
import type { Configuration } from '../domain/configuration.ts'
import { type Keyring, openKeyring } from './keyring.ts'
import { createPayloadCodec } from './payload-codec.ts'

/** How API and workers encrypt what they leave in Temporal, and read it again. */
export interface HistoryEncryption {
  /** Whether what is written from now on is encrypted; what was is decrypted in any case. */
  active: boolean
  keyring: Keyring
  codec: PayloadCodec
  /** For the client and the workers. */
  dataConverter: DataConverter
}

/** For the client, the workers and the bundle of the workflows, where the history is encrypted. */
export const FAILURE_CONVERTER = fileURLToPath(new URL('failure-converter.ts', import.meta.url))

/** @throws {ConfigurationError} where the history is to be encrypted and there is no usable key */
export async function openHistoryEncryption(
  settings: Pick<Configuration, 'ERRAND_DATA' | 'ERRAND_ENCRYPT_HISTORY' | 'ERRAND_HISTORY_KEY'>,
): Promise<HistoryEncryption> {
  const keyring = await openKeyring(settings)
  const active = settings.ERRAND_ENCRYPT_HISTORY
  const codec = createPayloadCodec(keyring, active)
  return {
    active,
    keyring,
    codec,
    dataConverter: {
      payloadCodecs: [codec],
      ...(active ? { failureConverterPath: FAILURE_CONVERTER } : {}),
    },
  }
}
