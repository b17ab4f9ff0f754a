/*
 * Some servers that speak MongoDB's protocol find nothing fast but `_id`. Every request looks up a key, so that
 * look-up must not become a search, however much there is.
 */
import { setTimeout as delay } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { isDuplicate, isUnreachable, type Storage } from '../../storage/connection.ts'
import { sha256 } from '../../storage/ids.ts'
import { findKey } from '../../storage/keys.ts'
import { openTestStorage } from '../support/test-storage.ts'

const DOCUMENTS = 8_000
/** The embedded server takes one message at a time: one that takes it seconds would have the driver give the server up. */
const BATCH = 50
const SAMPLES = 50
/** Each keeps the embedded server from everybody else for as long as it takes. */
const SEARCHES = 5
const ATTEMPTS = 10

/** As keys look: anything else is not looked up. */
const keyOf = (n: number): string => `errand_${String(n).padStart(43, '0')}`

type Filled = Storage['keys' | 'gurus' | 'actions' | 'secrets' | 'sessions']

/** Again where the driver has given the server up for a moment: it has other tests' work to do as well. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await work()
    } catch (error) {
      if (attempt === ATTEMPTS || !isUnreachable(error)) throw error
      await delay(1_000)
    }
}

/** Each once, also where an attempt before has stored some of them. */
const fill = ({ collection }: Filled, documents: object[]) =>
  patiently(async () => {
    await collection.insertMany(documents as never, { ordered: false }).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
  })

async function openFilled(t: ExecutionContext): Promise<Storage> {
  const storage = await openTestStorage(t)
  const at = new Date()
  const dates = { created_at: at, updated_at: at }
  for (let start = 0; start < DOCUMENTS; start += BATCH) {
    const each = (make: (n: number) => object): object[] =>
      Array.from({ length: BATCH }, (_, index) => make(start + index))
    await fill(
      storage.keys,
      each((n) => ({
        _id: sha256(keyOf(n)),
        key_id: `id-${n}`,
        guru: `g-${n}`,
        name: 'k',
        role: 'chat',
        created_at: at,
      })),
    )
    await fill(
      storage.gurus,
      each((n) => ({ _id: `g-${n}`, name: 'g', revision: 1, action_limit: 10, ...dates })),
    )
    await fill(
      storage.actions,
      each((n) => ({ _id: `a-${n}`, guru: `g-${n}`, version: 1, definition: { name: `Action ${n}` } })),
    )
    await fill(
      storage.secrets,
      each((n) => ({ _id: `g-${n}.TOKEN`, guru: `g-${n}`, name: 'TOKEN', sealed: 'x'.repeat(100) })),
    )
    await fill(
      storage.sessions,
      each((n) => ({ _id: `s-${n}`, guru: `g-${n}`, owner: 'k', messages: [] })),
    )
  }
  // The embedded server indexes a new collection a second after it has appeared.
  await delay(3_000)
  return storage
}

async function medianMs(look: (n: number) => Promise<unknown>, samples = SAMPLES): Promise<number> {
  const times: number[] = []
  for (let sample = 0; sample < samples; sample++) {
    const startedAt = performance.now()
    await patiently(() => look((sample * 397) % DOCUMENTS))
    times.push(performance.now() - startedAt)
  }
  return times.sort((a, b) => a - b)[Math.floor(samples / 2)] ?? Number.NaN
}

test(`with ${DOCUMENTS} documents of each kind, key and guru are looked up, not searched`, async (t) => {
  const storage = await openFilled(t)
  const searched = await medianMs((n) => storage.keys.findOne({ name: `nobody-${n}` }).lean(), SEARCHES)
  const key = await medianMs(async (n) => {
    const found = await findKey(storage, keyOf(n))
    if (found?.key_id !== `id-${n}`) throw new Error('found another key')
  })
  const guru = await medianMs((n) => storage.gurus.findById(`g-${n}`).lean())
  t.log(`median: key ${key.toFixed(1)} ms, guru ${guru.toFixed(1)} ms, a search ${searched.toFixed(1)} ms`)
  t.true(key < searched / 10, 'a key is found no faster than by a search')
  t.true(guru < searched / 10, 'a guru is found no faster than by a search')
})
