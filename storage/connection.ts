import mongoose from 'mongoose'
import { defineModels, type Models } from './models.ts'

export interface Storage extends Models {
  /** Round trip to the server; rejects where it can't be reached. */
  ping(): Promise<void>
  /** The same for a write: a server whose disk is full, or that is no primary any more, still answers a ping. */
  probeWrite(): Promise<void>
  close(): Promise<void>
}

const DEFAULT_URL = 'mongodb://127.0.0.1:27017/errand'

/**
 * Opens the database. Does not fail where the server is away: calls made then wait up to
 * 8 s and reject; `isUnreachable` knows how.
 */
export async function openStorage(url = DEFAULT_URL): Promise<Storage> {
  const connection = mongoose.createConnection(url, {
    serverSelectionTimeoutMS: 5_000,
    // A server that hangs is as good as away: no operation of ours takes this long.
    socketTimeoutMS: 8_000,
    heartbeatFrequencyMS: 3_000,
    connectTimeoutMS: 3_000,
    maxPoolSize: 10,
    autoIndex: false,
    autoCreate: false,
    // A write is acknowledged only when it's in the journal: a claim must survive a power cut.
    writeConcern: { w: 'majority', journal: true },
    retryWrites: false,
  })
  // Without a listener a lost connection would end the process; the next call reports it.
  connection.on('error', () => {})
  connection.asPromise().catch(() => {})
  connection.set('sanitizeFilter', true)
  const models = defineModels(connection)
  return {
    ...models,
    ping: async () => {
      await connection.asPromise()
      await connection.db?.command({ ping: 1 })
    },
    probeWrite: async () => {
      await models.writeProbes.updateOne({ _id: 'probe' }, { $set: { at: new Date() } }, { upsert: true })
    },
    close: () => connection.close(),
  }
}

/** A filter's value that has an operator of ours; any other operator is refused, since it may come from a request. */
export const olderThan = (time: Date) => mongoose.trusted({ $lt: time })

/** A filter's value for a field that is there. */
export const isSet = () => mongoose.trusted({ $ne: null })

/** Whether an insert failed because its `_id` is taken. */
export const isDuplicate = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 11_000

/** Of a server that went away in the middle the driver may believe that it is too old. */
const CONNECTION_ERRORS =
  /^(?:Mongo(ose)?(ServerSelection|Network|NotConnected|PoolClear|WaitQueueTimeout|ExpiredSession|TopologyClosed|OperationTimeout|UnexpectedServerResponse|Compatibility)|PoolCleared)/

/** Whether the database could not be reached, as against having refused something. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof Error &&
  (CONNECTION_ERRORS.test(error.name) || /buffering timed out|ECONNREFUSED/.test(error.message))
