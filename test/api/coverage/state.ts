import mongoose from 'mongoose'
import type { Errand } from '../../support/errand.ts'
import type { Scene } from './scene.ts'

/**
 * All that is stored about a scene's guru: each document in which it occurs, and what has become of its runs. Two of them
 * are equal where nothing was done to it in between.
 */
export async function stateOf({ mongodbUrl }: Errand, { slug, word, manager }: Scene): Promise<string[]> {
  const client = await mongoose.mongo.MongoClient.connect(mongodbUrl)
  try {
    const database = client.db()
    const collections = await database.listCollections().toArray()
    const documents = await Promise.all(
      collections.map(async ({ name }) => {
        const all = await database.collection(name).find().toArray()
        return all.map((document) => `${name}: ${JSON.stringify(document)}`)
      }),
    )
    const { runs } = await manager.get<{ runs: { id: string; status: string }[] }>(`/${slug}/runs?limit=100`)
    return [
      ...documents.flat().filter((text) => text.includes(slug) || text.toLowerCase().includes(word)),
      ...runs.map(({ id, status }) => `run ${id}: ${status}`),
    ].sort()
  } finally {
    await client.close()
  }
}
