import { createHash } from 'node:crypto'
import { Problem } from '../../domain/problems.ts'

/** Where a list of runs goes on. */
export interface Position {
  /** Temporal's own. */
  token: Uint8Array
  /** When the last run of the page ended, in milliseconds since the epoch; 0 where it has not. */
  endedAt: number
}

const CHECKSUM_BYTES = 8
/** Enough for the times that there are. */
const TIME_BYTES = 6

/** Binds a position to its list: with another list's token Temporal fails, or answers what nobody has asked. */
const checksum = (position: Uint8Array, query: string): Buffer =>
  createHash('sha256').update(query).update('\0').update(position).digest().subarray(0, CHECKSUM_BYTES)

export function writeCursor({ token, endedAt }: Position, query: string): string {
  const time = Buffer.alloc(TIME_BYTES)
  time.writeUIntBE(endedAt, 0, TIME_BYTES)
  const position = Buffer.concat([time, token])
  return Buffer.concat([checksum(position, query), position]).toString('base64url')
}

/** @throws {Problem} 422 where it is not a cursor of the list that `query` selects */
export function readCursor(cursor: string, query: string): Position {
  const bytes = Buffer.from(cursor, 'base64url')
  const position = bytes.subarray(CHECKSUM_BYTES)
  const given = bytes.subarray(0, CHECKSUM_BYTES)
  if (position.length > TIME_BYTES && checksum(position, query).equals(given))
    return { endedAt: position.readUIntBE(0, TIME_BYTES), token: position.subarray(TIME_BYTES) }
  throw new Problem('validation_failed', 'The cursor belongs to another list. Start again without it.', {
    errors: [{ path: 'cursor', message: 'is not a cursor of this list' }],
  })
}
