import mongoose from 'mongoose'
import type { Run } from '../../../domain/run.ts'
import type { Errand } from '../../support/errand.ts'
import type { Scene } from './scene.ts'

/** What is stored about a scene's guru. */
export interface State {
  /** Each document that names it. */
  documents: string[]
  /** What has become of its runs, by id. */
  runs: Map<string, string>
}

export async function stateOf(errand: Errand, scene: Scene): Promise<State> {
  return { documents: await documentsOf(errand, scene), runs: await runsOf(scene) }
}

/**
 * What differs, in lines.
 * @param begin when the first state was taken: a list may lag, so that runs from before may be in the second one only
 */
export function differences(before: State, after: State, begin: Date): string[] {
  return [
    ...before.documents.filter((line) => !after.documents.includes(line)).map((line) => `was: ${line}`),
    ...after.documents.filter((line) => !before.documents.includes(line)).map((line) => `is: ${line}`),
    ...[...before.runs].flatMap(([id, run]) => (after.runs.get(id) === run ? [] : [`was: ${run}`])),
    ...[...after.runs.values()].filter((run) => startOf(run) >= begin).map((run) => `began: ${run}`),
  ]
}

async function documentsOf({ mongodbUrl }: Errand, { slug }: Scene): Promise<string[]> {
  const client = await mongoose.mongo.MongoClient.connect(mongodbUrl)
  try {
    const database = client.db()
    const collections = await database.listCollections().toArray()
    const lines = await Promise.all(
      collections.map(async ({ name }) => {
        const documents = await database.collection(name).find().toArray()
        return documents.map((document) => `${name}: ${JSON.stringify(document, withoutUse)}`)
      }),
    )
    // That a key was used is noted once a minute, whatever came of it.
    const told = lines.flat().map((line) => line.replaceAll(/"last_used_at":("[^"]*"|null)/g, ''))
    return told.filter((line) => line.includes(slug))
  } finally {
    await client.close()
  }
}

/** Each by itself: the page of a run does not lag. */
async function runsOf({ slug, admin }: Scene): Promise<Map<string, string>> {
  const { runs } = await admin.get<{ runs: Run[] }>(`/${slug}/runs?limit=100`)
  const read = await Promise.all(runs.map(({ id }) => admin.get<Run>(`/${slug}/runs/${id}`)))
  return new Map(read.map(({ id, status, started_at }) => [id, `${started_at} ${status} ${id}`]))
}

const startOf = (run: string): Date => new Date(run.split(' ')[0] ?? '')

/** That a key was used is no change of anything. */
const withoutUse = (name: string, value: unknown) => (name === 'last_used_at' ? undefined : value)
