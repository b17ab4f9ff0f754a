import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Request } from 'express'
import getRawBody from 'raw-body'
import { Problem } from '../../domain/problems.ts'
import { bytesOf, tooLarge } from './too-large.ts'

const DECOMPRESSORS: Record<string, () => Transform> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * Reads a body, unpacked. One that is too large is refused by what its header says, or as soon as more has come, and
 * not read to its end: the limit counts what it unpacks to, so a bomb is stopped on its way.
 * @param limit such as `1mb`
 * @param begin is called once there is nothing more to refuse it for
 * @throws {Problem} 400, 413, 415; raw-body's error of the type `entity.too.large`
 */
export async function readBody(request: Request, limit: string, begin: () => void): Promise<Buffer> {
  const length = request.get('content-length') ?? null
  if (Number(length) > bytesOf(limit)) throw tooLarge(bytesOf(limit))
  const encoding = (request.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity') {
    begin()
    return getRawBody(request, { limit, length })
  }
  const decompressor = Object.hasOwn(DECOMPRESSORS, encoding) ? DECOMPRESSORS[encoding]?.() : undefined
  if (!decompressor)
    throw new Problem(
      'unsupported_media_type',
      `Send the body as it is, or packed as ${Object.keys(DECOMPRESSORS).join(', ')}.`,
    )
  begin()
  return unpacked(request, decompressor, limit)
}

async function unpacked(request: Readable, decompressor: Transform, limit: string): Promise<Buffer> {
  const abort = () => decompressor.destroy(new Error('The client has left.'))
  request.once('aborted', abort)
  request.pipe(decompressor)
  try {
    return await getRawBody(decompressor, { limit })
  } catch (error) {
    if (error instanceof Error && 'type' in error) throw error
    throw new Problem('unreadable_json', 'The body could not be unpacked.')
  } finally {
    request.off('aborted', abort)
    request.unpipe(decompressor)
    decompressor.on('error', () => {})
    decompressor.destroy()
    // What is left of it is not kept, and doesn't hold the connection up.
    request.resume()
  }
}
