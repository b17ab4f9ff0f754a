import type { Payload } from '@temporalio/common'
import { z } from 'zod'
import { Problem } from '../../domain/problems.ts'
import { unreadableHistoryIn } from '../../encryption/unreadable-history.ts'
import { parse } from '../parse.ts'

/** As protobuf's JSON has bytes: either alphabet, with or without padding. */
const base64 = z.string().regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'is not base64')

/** The body that Temporal's remote codecs take. A field that has its default is left out. */
const bodySchema = z.strictObject({
  payloads: z
    .array(
      z.strictObject({
        metadata: z.record(z.string().max(200), base64).default({}),
        data: base64.default(''),
      }),
    )
    .max(10_000)
    .default([]),
})

/** Takes a remote codec's body through the codec, and answers the body to send back. */
export async function throughCodec(
  body: unknown,
  transform: (payloads: Payload[]) => Promise<Payload[]>,
): Promise<unknown> {
  const { payloads } = parse(bodySchema, body)
  const transformed = await Promise.all(
    payloads.map(async ({ metadata, data }, index) => {
      const payload = { metadata: mapValues(metadata, fromBase64), data: fromBase64(data) }
      try {
        return (await transform([payload]))[0] ?? payload
      } catch (error) {
        throw problemOf(error, index)
      }
    }),
  )
  return {
    payloads: transformed.map(({ metadata, data }) => ({
      metadata: mapValues(metadata ?? {}, toBase64),
      data: toBase64(data ?? new Uint8Array()),
    })),
  }
}

/** What was sent can't be decrypted: that is said of it, and is no fault of this request's server. */
function problemOf(error: unknown, index: number): unknown {
  const unreadable = unreadableHistoryIn(error)
  if (!unreadable) return error
  const { message } = unreadable
  return new Problem('validation_failed', message, { errors: [{ path: `payloads.${index}`, message }] })
}

const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64')
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const mapValues = <From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
