// Reads, changes and writes that overlap must not lose each other: runs, limits and claims rely on it. The
// official mongod promises this; FerretDB only does behind the proxy in stack/ferretdb, one message at a time.
import { randomUUID } from 'node:crypto'
import test from 'ava'
import mongoose from 'mongoose'

const url = process.env.ERRAND_INTERNAL_TEST_MONGODB
if (!url) throw new Error('Start the tests with: npm test')

const PARALLEL = 50
const everyone = Array.from({ length: PARALLEL }, (_, index) => index)

interface Counter {
  _id: string
  n: number
  list?: number[]
}

/** Several clients, as API and workers are: one pool alone would hide part of the overlap. */
async function collections(t: { teardown: (task: () => Promise<void>) => void }, count = 5) {
  const clients = await Promise.all(
    Array.from({ length: count }, () =>
      new mongoose.mongo.MongoClient(`${url}`, { maxPoolSize: 10 }).connect(),
    ),
  )
  const name = `guarantees_${randomUUID()}`
  t.teardown(async () => {
    await clients[0]?.db().collection(name).drop()
    await Promise.all(clients.map((client) => client.close()))
  })
  const all = clients.map((client) => client.db().collection<Counter>(name))
  return (index: number) => {
    const collection = all[index % all.length]
    if (!collection) throw new Error('no client')
    return collection
  }
}

test('parallel increments all count', async (t) => {
  const collection = await collections(t)
  await collection(0).insertOne({ _id: 'one', n: 0 })
  await Promise.all(everyone.map((index) => collection(index).updateOne({ _id: 'one' }, { $inc: { n: 1 } })))
  t.is((await collection(0).findOne({ _id: 'one' }))?.n, PARALLEL)
})

test('parallel pushes all arrive', async (t) => {
  const collection = await collections(t)
  await collection(0).insertOne({ _id: 'one', n: 0, list: [] })
  await Promise.all(
    everyone.map((index) => collection(index).updateOne({ _id: 'one' }, { $push: { list: index } })),
  )
  const list = (await collection(0).findOne({ _id: 'one' }))?.list ?? []
  t.deepEqual(
    [...list].sort((one, other) => one - other),
    everyone,
  )
})

test('a conditional update never passes its limit', async (t) => {
  const limit = 10
  const collection = await collections(t)
  await collection(0).insertOne({ _id: 'one', n: 0 })
  const results = await Promise.all(
    everyone.map((index) =>
      collection(index).findOneAndUpdate({ _id: 'one', n: { $lt: limit } }, { $inc: { n: 1 } }),
    ),
  )
  t.is(results.filter((result) => result !== null).length, limit)
  t.is((await collection(0).findOne({ _id: 'one' }))?.n, limit)
})

test('parallel upserts of one id make one document', async (t) => {
  const collection = await collections(t)
  await Promise.all(
    everyone.map((index) =>
      collection(index).updateOne({ _id: 'one' }, { $inc: { n: 1 } }, { upsert: true }),
    ),
  )
  t.is((await collection(0).findOne({ _id: 'one' }))?.n, PARALLEL)
  t.is(await collection(0).countDocuments(), 1)
})

test('findOneAndDelete gives each document to one caller', async (t) => {
  const collection = await collections(t)
  await collection(0).insertMany(everyone.map((index) => ({ _id: `d${index}`, n: index })))
  const taken = await Promise.all(
    [...everyone, ...everyone].map((index) => collection(index).findOneAndDelete({ n: { $gte: 0 } })),
  )
  const ids = taken.flatMap((document) => (document ? [document._id] : []))
  t.is(ids.length, PARALLEL)
  t.is(new Set(ids).size, PARALLEL)
  t.is(await collection(0).countDocuments(), 0)
})

test('of parallel inserts under one id exactly one succeeds', async (t) => {
  const collection = await collections(t)
  const results = await Promise.allSettled(
    everyone.map((index) => collection(index).insertOne({ _id: 'one', n: index })),
  )
  t.is(results.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('an unacknowledged write does not upset the connection', async (t) => {
  const client = await new mongoose.mongo.MongoClient(`${url}`, { maxPoolSize: 1 }).connect()
  const collection = client.db().collection<Counter>(`guarantees_${randomUUID()}`)
  t.teardown(async () => {
    await collection.drop()
    await client.close()
  })
  await collection.insertOne({ _id: 'one', n: 0 })
  for (const _ of everyone)
    await collection.updateOne({ _id: 'one' }, { $inc: { n: 1 } }, { writeConcern: { w: 0 } })
  // The same connection: what it answers belongs to this question and not to one of those before.
  t.is((await collection.findOne({ _id: 'one' }))?.n, PARALLEL)
})

test('a document of several megabytes passes whole', async (t) => {
  const collection = await collections(t, 1)
  const text = 'x'.repeat(8 * 1024 * 1024)
  await collection(0).insertOne({ _id: text.slice(0, 3), n: text.length, text } as Counter)
  const document = (await collection(0).findOne({ _id: 'xxx' })) as unknown as { text: string }
  t.is(document.text.length, text.length)
})
