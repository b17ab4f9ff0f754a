import { z } from 'zod'
import { isFileName } from '../domain/file-name.ts'
import { ProtocolViolation } from './frames.ts'
import { SANDBOX_LIMITS as LIMITS } from './limits.ts'
import { parseJson } from './parse-json.ts'

/** A file that the code left, as it is: not masked. */
export interface CollectedFile {
  name: string
  bytes: Buffer
}

/** Puts files together from a container's frames, within every limit; each method may throw {@link ProtocolViolation}. */
export interface FileCollector {
  /** Whether a file has come: nothing but files and the result may follow it. */
  readonly begun: boolean
  /** Takes a `file` frame: `{ name, size }`. */
  announce(payload: Buffer): void
  /** Takes a `file_data` frame: the next piece of the file announced last. */
  append(payload: Buffer): void
  /** The files in the order of their names, all of them whole. */
  finish(): CollectedFile[]
}

const PIECE = 32 * 1024

const announcementSchema = z.strictObject({
  name: z.string().refine(isFileName),
  size: z.number().int().min(0).max(LIMITS.filesBytes),
})

export function createFileCollector(): FileCollector {
  const files: CollectedFile[] = []
  let room: number = LIMITS.filesBytes
  /** Bytes of the last file that have not come yet. */
  let missing = 0

  return {
    get begun() {
      return files.length > 0
    },
    announce(payload) {
      if (missing > 0) throw new ProtocolViolation('a file before the end of another')
      const { data: file } = announcementSchema.safeParse(parseJson(payload))
      if (!file) throw new ProtocolViolation('a file that is none')
      const last = files.at(-1)
      // The order rules out that a name comes twice.
      if (last && Buffer.compare(Buffer.from(last.name), Buffer.from(file.name)) >= 0)
        throw new ProtocolViolation('files out of order')
      if (files.length === LIMITS.files || file.size > room)
        throw new ProtocolViolation('more files than may be')
      room -= file.size
      missing = file.size
      files.push({ name: file.name, bytes: Buffer.alloc(file.size) })
    },
    append(payload) {
      const last = files.at(-1)
      if (!last || payload.length === 0 || payload.length > Math.min(PIECE, missing))
        throw new ProtocolViolation('bytes of no file')
      payload.copy(last.bytes, last.bytes.length - missing)
      missing -= payload.length
    },
    finish() {
      if (missing > 0) throw new ProtocolViolation('a file without its end')
      return files
    },
  }
}
