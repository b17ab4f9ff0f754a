import { Problem } from '../../domain/problems.ts'

const KIBIBYTE = 1_024
const MEBIBYTE = 1_048_576

/** A 413. @param limit in bytes */
export const tooLarge = (limit: number): Problem =>
  new Problem(
    'body_too_large',
    `The body is larger than ${limit >= MEBIBYTE ? `${limit / MEBIBYTE} MiB` : `${limit / KIBIBYTE} KiB`}.`,
  )

/** A limit as operations have it, such as `1mb`, in bytes. */
export function bytesOf(limit: string): number {
  const [, count, unit] = /^(\d+)(kb|mb)$/.exec(limit) ?? []
  if (!count) throw new Error(`This limit can't be read: ${limit}`)
  return Number(count) * (unit === 'kb' ? KIBIBYTE : MEBIBYTE)
}
