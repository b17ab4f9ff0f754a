import { isDuplicate, olderThan, type Storage } from './connection.ts'
import { sha256 } from './ids.ts'
import type { ArtifactFileDocument } from './models.ts'

/*
 * The files that runs left, in GridFS's layout: `artifacts.files` and `artifacts.chunks` have the fields that the
 * GridFS specification names, so drivers and mongofiles read them. Written and read by plain documents all the
 * same, for two reasons. Ids are made from the run, so that saving again changes nothing. And each look-up goes by
 * one `_id`: drivers find a file's chunks by `files_id`, for which some servers read every chunk there is.
 */

type Artifacts = Pick<Storage, 'artifactFiles' | 'artifactChunks'>

/** Bytes of a chunk; the last one has the rest. */
export const CHUNK_BYTES = 1024 * 1024

/** How many files are deleted between two looks at what there is. */
const DELETED_AT_ONCE = 100

export interface ArtifactInput {
  guru: string
  /** The run's workflow id; it has no '/'. */
  workflow_id: string
  /** Has no '/' either. */
  name: string
  content_type: string
  bytes: Buffer
}

export interface Artifact {
  content_type: string
  bytes: Buffer
  /** SHA-256 of the bytes, hexadecimal. */
  sha256: string
}

const fileId = (workflowId: string, name: string): string => `${workflowId}/${name}`
const chunkId = (id: string, number: number): string => `${id}/${number}`
const chunkCount = ({ length, chunkSize }: Pick<ArtifactFileDocument, 'length' | 'chunkSize'>): number =>
  Math.ceil(length / chunkSize)

/**
 * Keeps a file of a run. The same again changes nothing. The file's document is written first, other than drivers
 * do: what is left of an interrupted save is then found and deleted with the old ones. A file without all of its
 * chunks counts as none.
 */
export async function saveArtifact(
  storage: Artifacts,
  { guru, workflow_id, name, content_type, bytes }: ArtifactInput,
): Promise<void> {
  const id = fileId(workflow_id, name)
  const file: ArtifactFileDocument = {
    _id: id,
    length: bytes.length,
    chunkSize: CHUNK_BYTES,
    uploadDate: new Date(),
    filename: id,
    metadata: { guru, content_type, sha256: sha256(bytes) },
  }
  await insertOnce(() => storage.artifactFiles.create(file))
  for (let n = 0; n < chunkCount(file); n++) {
    const data = bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES)
    await insertOnce(() => storage.artifactChunks.create({ _id: chunkId(id, n), files_id: id, n, data }))
  }
}

/** A file of a run, or null where there is none. Whose run it is has to be checked before. */
export async function readArtifact(
  storage: Artifacts,
  workflowId: string,
  name: string,
): Promise<Artifact | null> {
  const id = fileId(workflowId, name)
  const file = await storage.artifactFiles.findById(id).lean<ArtifactFileDocument>()
  if (!file) return null
  const pieces: Uint8Array[] = []
  for (let n = 0; n < chunkCount(file); n++) {
    const chunk = await storage.artifactChunks
      .findById(chunkId(id, n))
      .lean<{ data: { buffer: Uint8Array } }>()
    if (!chunk) return null
    pieces.push(chunk.data.buffer)
  }
  const bytes = Buffer.concat(pieces)
  const { content_type, sha256: expected } = file.metadata
  return bytes.length === file.length ? { content_type, bytes, sha256: expected } : null
}

/** Deletes the files that were kept before that time. */
export async function forgetOldArtifacts(storage: Artifacts, before: Date): Promise<void> {
  await forget(storage, { uploadDate: olderThan(before) })
}

/** Deletes the files of a guru's runs. */
export async function forgetArtifactsOf(storage: Artifacts, guru: string): Promise<void> {
  await forget(storage, { 'metadata.guru': guru })
}

/** By `_id`, one by one: anything else would have some servers read all the chunks. */
async function forget(storage: Artifacts, which: Record<string, unknown>): Promise<void> {
  for (;;) {
    const files = await storage.artifactFiles
      .find(which, { length: 1, chunkSize: 1 })
      .limit(DELETED_AT_ONCE)
      .lean<Pick<ArtifactFileDocument, '_id' | 'length' | 'chunkSize'>[]>()
    for (const file of files) {
      // The chunks first: an interrupted deletion is then taken up again.
      for (let n = 0; n < chunkCount(file); n++)
        await storage.artifactChunks.deleteOne({ _id: chunkId(file._id, n) })
      await storage.artifactFiles.deleteOne({ _id: file._id })
    }
    if (files.length < DELETED_AT_ONCE) return
  }
}

async function insertOnce(insert: () => Promise<unknown>): Promise<void> {
  try {
    await insert()
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}
