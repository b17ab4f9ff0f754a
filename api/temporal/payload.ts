import type { Client } from '@temporalio/client'
import type { Payload } from '@temporalio/common'
import { decodeOptionalSinglePayload } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js'

/**
 * What a payload of a history holds, decrypted where it must be; null where there is none.
 * @throws {UnreadableHistoryError} where its key is missing
 */
export async function readPayload<T>(
  { options: { loadedDataConverter } }: Pick<Client, 'options'>,
  payload: Payload | null | undefined,
): Promise<T | null> {
  return (await decodeOptionalSinglePayload<T>(loadedDataConverter, payload)) ?? null
}
