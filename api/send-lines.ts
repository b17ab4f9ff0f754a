import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'

/** Node's code for a client that has left. */
const LEFT = 'ERR_STREAM_PREMATURE_CLOSE'

/**
 * Sends each value as a line of JSON, as a file to be saved, no faster than the client takes them, and stops asking for more when it leaves.
 * An error before the first line is the caller's to answer; after it the connection is cut, so that nobody takes half
 * of the lines for all of them.
 */
export async function sendLines(
  response: Response,
  fileName: string,
  values: AsyncGenerator<unknown>,
): Promise<void> {
  const first = await values.next()
  response.attachment(fileName)
  response.type('application/x-ndjson')
  if (response.req.method === 'HEAD') {
    await values.return(undefined)
    response.end()
    return
  }
  async function* lines(): AsyncGenerator<string> {
    if (first.done) return
    yield lineOf(first.value)
    for await (const value of values) yield lineOf(value)
  }
  try {
    // One line waits at most: the values decide by themselves how many they fetch at once.
    await pipeline(Readable.from(lines(), { highWaterMark: 1 }), response)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== LEFT) throw error
  } finally {
    await values.return(undefined)
  }
}

const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`
