import { PassThrough, pipeline, type Readable, type Transform } from 'node:stream'
import { constants, createBrotliDecompress, createUnzip, createZstdDecompress } from 'node:zlib'

/** What servers are asked for. Not `deflate`, which means two things in practice. */
export const ACCEPT_ENCODING = 'gzip, br, zstd'

/**
 * Zstandard's own limit would let a server make each response take 128 MB; 8 MB is what RFC 9659 grants to content
 * encodings.
 */
const ZSTD_WINDOW_LOG = 23

const lenient = { finishFlush: constants.Z_SYNC_FLUSH }
const DECOMPRESSORS: Record<string, () => Transform> = {
  gzip: () => createUnzip(lenient),
  'x-gzip': () => createUnzip(lenient),
  deflate: () => createUnzip(lenient),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } }),
}

export interface Decompressed {
  stream: Readable
  /** An encoding that could not be undone, else null. */
  encoding: string | null
}

/**
 * Undoes one content encoding while the body streams: memory is bounded by the window of the encoding, whatever it
 * expands to. Several over each other are a bomb more often than a need, and stay as they are.
 */
export function decompress(stream: Readable, contentEncoding: string): Decompressed {
  const encoding = contentEncoding.trim().toLowerCase()
  if (encoding === '' || encoding === 'identity') return { stream, encoding: null }
  const decompressor = DECOMPRESSORS[encoding]?.()
  if (!decompressor) return { stream, encoding }
  const output = new PassThrough()
  // Errors reach whoever reads `output`; destroying it destroys the connection.
  pipeline(stream, decompressor, output, () => {})
  return { stream: output, encoding: null }
}
