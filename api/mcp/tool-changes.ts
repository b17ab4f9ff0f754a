import type { ServerEventBus } from '@modelcontextprotocol/server'
import type { GuruDocument } from '../../storage/models.ts'
import type { ApiDependencies } from '../dependencies.ts'

/** One read by `_id` for each client that listens. */
const LOOK_EVERY_MS = 3_000

/**
 * Tells a client that listens that the guru's tools may have changed, in whichever process they were. Who asked before
 * gets a list of then; what is told is only that another would be right by now.
 */
export const toolChangesOf = (
  { storage, log }: Pick<ApiDependencies, 'storage' | 'log'>,
  guru: GuruDocument,
): ServerEventBus => ({
  publish() {},
  subscribe(listener) {
    let revision = guru.revision
    const look = async (): Promise<void> => {
      const now = await storage.gurus
        .findById(guru._id, { revision: 1 })
        .lean<Pick<GuruDocument, 'revision'>>()
      if (!now || now.revision === revision) return
      revision = now.revision
      listener({ kind: 'tools_list_changed' })
    }
    const timer = setInterval(() => {
      look().catch((error) => log.warn({ error_message: String(error) }, 'could not look for changed tools'))
    }, LOOK_EVERY_MS)
    timer.unref()
    return () => clearInterval(timer)
  },
})
