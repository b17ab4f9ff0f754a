/*
 * Some servers that speak MongoDB's protocol find nothing fast but `_id`. Every request looks up a key, so that
 * look-up must not become a search, however much there is.
 */
import { setTimeout as delay } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import type { Storage } from '../../storage/connection.ts'
import { sha256 } from '../../storage/ids.ts'
import { findKey } from '../../storage/keys.ts'
import { openTestStorage } from '../support/test-storage.ts'

const DOCUMENTS = 20_000
const BATCH = 2_000
const SAMPLES = 50

async function openFilled(t: ExecutionContext): Promise<Storage> {
  const storage = await openTestStorage(t)
  const at = new Date()
  for (let start = 0; start < DOCUMENTS; start += BATCH) {
    const numbers = Array.from({ length: BATCH }, (_, index) => start + index)
    await storage.keys.collection.insertMany(
      numbers.map((n) => ({
        _id: sha256(`key-${n}`),
        key_id: `id-${n}`,
        guru: `g-${n}`,
        name: 'k',
        role: 'chat',
        created_at: at,
      })) as never,
    )
    await storage.gurus.collection.insertMany(
      numbers.map((n) => ({
        _id: `g-${n}`,
        name: 'g',
        revision: 1,
        action_limit: 10,
        created_at: at,
        updated_at: at,
      })) as never,
    )
    await storage.actions.collection.insertMany(
      numbers.map((n) => ({
        _id: `a-${n}`,
        guru: `g-${n}`,
        version: 1,
        definition: { name: `Action ${n}` },
      })) as never,
    )
    await storage.secrets.collection.insertMany(
      numbers.map((n) => ({
        _id: `g-${n}.TOKEN`,
        guru: `g-${n}`,
        name: 'TOKEN',
        sealed: 'x'.repeat(100),
      })) as never,
    )
    await storage.sessions.collection.insertMany(
      numbers.map((n) => ({ _id: `s-${n}`, guru: `g-${n}`, owner: 'k', messages: [] })) as never,
    )
  }
  // The embedded server indexes a new collection a second after it has appeared.
  await delay(3_000)
  return storage
}

async function medianMs(look: (n: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let sample = 0; sample < SAMPLES; sample++) {
    const startedAt = performance.now()
    await look((sample * 397) % DOCUMENTS)
    times.push(performance.now() - startedAt)
  }
  return times.sort((a, b) => a - b)[SAMPLES / 2] ?? Number.NaN
}

test(`with ${DOCUMENTS} documents of each kind, key and guru are looked up, not searched`, async (t) => {
  const storage = await openFilled(t)
  const searched = await medianMs((n) => storage.keys.findOne({ name: `nobody-${n}` }).lean())
  const key = await medianMs(async (n) => {
    const found = await findKey(storage, `key-${n}`)
    if (found?.key_id !== `id-${n}`) throw new Error('found another key')
  })
  const guru = await medianMs((n) => storage.gurus.findById(`g-${n}`).lean())
  t.log(`median: key ${key.toFixed(1)} ms, guru ${guru.toFixed(1)} ms, a search ${searched.toFixed(1)} ms`)
  t.true(key < searched / 10, 'a key is found no faster than by a search')
  t.true(guru < searched / 10, 'a guru is found no faster than by a search')
})
