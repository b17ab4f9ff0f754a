import { readFile } from 'node:fs/promises'
import { type Configuration, ConfigurationError } from '../domain/configuration.ts'
import { deriveHistoryKey, type HistoryKey, historyKeyFile, parseHistoryKeys } from './history-key.ts'

/** How often at most the file is looked at for a key that isn't known. */
const LOOK_AGAIN_MS = 1_000

/** The keys of the history, as they are at hand here. */
export interface Keyring {
  /** What is written is encrypted with this one, for as long as the process lives; null where there is no key. */
  newest: HistoryKey | null
  /** The key with that id. One that is new in the file is found without a restart. */
  find(id: string): Promise<HistoryKey | null>
}

type Settings = Pick<Configuration, 'ERRAND_DATA' | 'ERRAND_ENCRYPT_HISTORY' | 'ERRAND_HISTORY_KEY'>

/**
 * The keys of `ERRAND_HISTORY_KEY`, then those of `keys/history.key` in the data folder. Without encryption there
 * may be none: what was encrypted earlier can be read for as long as its key is here.
 * @throws {ConfigurationError} where the history is to be encrypted and there is no key, or a key file is damaged
 */
export async function openKeyring(settings: Settings): Promise<Keyring> {
  const given = settings.ERRAND_HISTORY_KEY ?? []
  const path = historyKeyFile(settings.ERRAND_DATA)
  const encoded = [...given, ...(await readKeyFile(path))]
  if (settings.ERRAND_ENCRYPT_HISTORY && encoded.length === 0)
    throw new ConfigurationError([
      `ERRAND_ENCRYPT_HISTORY: is true, but there is no key. Put the key that API and workers share into ${path} (npm run rotate-history-key makes one), or set ERRAND_HISTORY_KEY`,
    ])
  const keys = await Promise.all(encoded.map(deriveHistoryKey))
  const known = new Map(keys.map((key) => [key.id, key]))
  let looking: Promise<void> | undefined
  let lookedAt = Number.NEGATIVE_INFINITY

  async function look(): Promise<void> {
    // A file that can't be read now may be read the next time; the error is that of the missing key.
    const found = await readKeyFile(path).catch(() => [])
    for (const key of await Promise.all(found.map(deriveHistoryKey))) known.set(key.id, key)
    lookedAt = performance.now()
  }

  return {
    newest: keys[0] ?? null,
    async find(id) {
      const key = known.get(id)
      if (key) return key
      if (looking || performance.now() - lookedAt > LOOK_AGAIN_MS) {
        looking ??= look().finally(() => {
          looking = undefined
        })
        await looking
      }
      return known.get(id) ?? null
    },
  }
}

async function readKeyFile(path: string): Promise<string[]> {
  try {
    return parseHistoryKeys(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new ConfigurationError([`${path}: ${error instanceof Error ? error.message : 'cannot be read'}`])
  }
}
