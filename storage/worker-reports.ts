import { olderThan, type Storage } from './connection.ts'

/** What a worker says of itself again and again, so that the API, which shares no memory with it, can tell. */
export interface WorkerReport {
  role: 'all' | 'light' | 'sandbox'
  /** `none`: it is not for Python. */
  engine: 'ok' | 'missing' | 'none'
  /** By the last time it was asked; `built_in` where none is set. */
  model: 'ok' | 'failing' | 'not_asked' | 'built_in'
}

/** A worker that has said nothing for this long is gone, or can't reach the database. */
const FRESH_MS = 35_000
const FORGOTTEN_MS = 3_600_000

type Reports = Pick<Storage, 'workerReports'>

/** @param id names the worker process, whatever machine it is on */
export async function reportWorker(storage: Reports, id: string, report: WorkerReport): Promise<void> {
  await storage.workerReports.updateOne(
    { _id: id },
    { $set: { ...report, at: new Date() } },
    { upsert: true },
  )
}

/** It stops, and does not count any more. */
export async function withdrawWorker(storage: Reports, id: string): Promise<void> {
  await storage.workerReports.deleteOne({ _id: id })
}

/** Of the workers that are there. */
export async function workerReports(storage: Reports): Promise<WorkerReport[]> {
  const all = await storage.workerReports.find().lean<(WorkerReport & { at: Date })[]>()
  return all.filter(({ at }) => Date.now() - at.getTime() < FRESH_MS)
}

/** Of workers that were killed. */
export async function forgetOldReports(storage: Reports): Promise<void> {
  await storage.workerReports.deleteMany({ at: olderThan(new Date(Date.now() - FORGOTTEN_MS)) })
}
