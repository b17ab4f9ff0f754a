/*
 * The files of runs are kept in GridFS's layout, but by ids of our own. Saving is repeated where a worker is lost.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import test, { type ExecutionContext } from 'ava'
import mongoose from 'mongoose'
import {
  type ArtifactInput,
  CHUNK_BYTES,
  forgetOldArtifacts,
  readArtifact,
  saveArtifact,
} from '../../storage/artifacts.ts'
import type { Storage } from '../../storage/connection.ts'
import { createGuru, deleteGuru } from '../../storage/gurus.ts'
import { openTestStorage } from '../support/test-storage.ts'

const artifact = (changes: Partial<ArtifactInput> = {}): ArtifactInput => ({
  guru: 'acme',
  workflow_id: `acme.manual.${randomUUID()}`,
  name: 'chart.png',
  content_type: 'image/png',
  bytes: randomBytes(100),
  ...changes,
})

/** What there is, whoever asks. */
const countsOf = async ({ artifactFiles, artifactChunks }: Storage): Promise<number[]> => [
  (await artifactFiles.find().lean()).length,
  (await artifactChunks.find().lean()).length,
]

async function assertReadsBack(t: ExecutionContext, storage: Storage, input: ArtifactInput): Promise<void> {
  const found = await readArtifact(storage, input.workflow_id, input.name)
  t.is(found?.content_type, input.content_type)
  t.true(found?.bytes.equals(input.bytes))
}

for (const [what, size] of Object.entries({
  empty: 0,
  small: 5,
  'as large as a chunk': CHUNK_BYTES,
  'larger than a chunk': 2 * CHUNK_BYTES + 1,
}))
  test(`a file that is ${what} is read back as it was`, async (t) => {
    const storage = await openTestStorage(t)
    const input = artifact({ bytes: randomBytes(size) })
    await saveArtifact(storage, input)
    await assertReadsBack(t, storage, input)
  })

test('a file with an odd name is read back, and is no file of another run', async (t) => {
  const storage = await openTestStorage(t)
  const input = artifact({ name: 'Größe $ne. {"a"} – ½.csv' })
  await saveArtifact(storage, input)
  await assertReadsBack(t, storage, input)
  t.is(await readArtifact(storage, 'acme.manual.other', input.name), null)
  t.is(await readArtifact(storage, input.workflow_id, 'other.csv'), null)
})

test('saving a file again changes nothing', async (t) => {
  const storage = await openTestStorage(t)
  const input = artifact({ bytes: randomBytes(CHUNK_BYTES + 1) })
  await Promise.all([saveArtifact(storage, input), saveArtifact(storage, input)])
  await saveArtifact(storage, input)
  await assertReadsBack(t, storage, input)
  t.deepEqual(await countsOf(storage), [1, 2])
})

test('a file whose saving was interrupted is none, until it is saved again', async (t) => {
  const storage = await openTestStorage(t)
  const input = artifact({ bytes: randomBytes(2 * CHUNK_BYTES) })
  await saveArtifact(storage, input)
  await storage.artifactChunks.deleteOne({ _id: `${input.workflow_id}/${input.name}/1` })
  t.is(await readArtifact(storage, input.workflow_id, input.name), null)
  await saveArtifact(storage, input)
  await assertReadsBack(t, storage, input)
})

test("the driver's own GridFS reads it", async (t) => {
  const storage = await openTestStorage(t)
  const input = artifact({ bytes: randomBytes(2 * CHUNK_BYTES + 17) })
  await saveArtifact(storage, input)
  const { db } = storage.artifactFiles.db
  if (!db) throw new Error('not connected')
  const bucket = new mongoose.mongo.GridFSBucket(db, { bucketName: 'artifacts' })
  const path = `${input.workflow_id}/${input.name}`
  const [listed] = await bucket.find({ filename: path }).toArray()
  t.like(listed, {
    length: input.bytes.length,
    chunkSize: CHUNK_BYTES,
    metadata: { guru: 'acme', content_type: 'image/png' },
  })
  t.true(listed?.uploadDate instanceof Date)
  const chunks = await bucket.openDownloadStreamByName(path).toArray()
  t.true(Buffer.concat(chunks).equals(input.bytes))
})

test('old files are forgotten with all their chunks, younger ones stay', async (t) => {
  const storage = await openTestStorage(t)
  const old = [
    artifact({ bytes: randomBytes(CHUNK_BYTES + 1) }),
    artifact(),
    artifact({ bytes: Buffer.alloc(0) }),
  ]
  for (const input of old) await saveArtifact(storage, input)
  const between = new Date(Date.now() + 1)
  await new Promise((resolve) => setTimeout(resolve, 10))
  const young = artifact()
  await saveArtifact(storage, young)
  await forgetOldArtifacts(storage, between)
  t.deepEqual(await countsOf(storage), [1, 1])
  await assertReadsBack(t, storage, young)
})

test('more old files than are deleted at once are all forgotten', async (t) => {
  const storage = await openTestStorage(t)
  for (let n = 0; n < 101; n++) await saveArtifact(storage, artifact())
  await forgetOldArtifacts(storage, new Date(Date.now() + 1_000))
  t.deepEqual(await countsOf(storage), [0, 0])
})

test('files of one guru are deleted with it, those of another stay', async (t) => {
  const storage = await openTestStorage(t)
  await createGuru(storage, { slug: 'acme', description: '', instructions: '' }, 10)
  const [mine, theirs] = [artifact(), artifact({ guru: 'other' })]
  await saveArtifact(storage, mine)
  await saveArtifact(storage, theirs)
  await deleteGuru(storage, 'acme')
  t.deepEqual(await countsOf(storage), [1, 1])
  await assertReadsBack(t, storage, theirs)
})
