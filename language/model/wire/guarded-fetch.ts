type Fetch = typeof globalThis.fetch

/** Unpacked. The longest answer that a model may give is a small part of it, also in pieces of a stream. */
const MOST_BYTES = 8 * 1024 * 1024

/** An answer that does not end where any real one would have ended. */
export class TooMuch extends Error {}

/**
 * A `fetch` for endpoints that nobody vouches for: it follows no redirect, since keys in headers of other names than
 * `authorization` would go along to whatever host it names, and reads no answer without end.
 */
export const guardedFetch =
  (fetch: Fetch = globalThis.fetch, mostBytes = MOST_BYTES): Fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' })
    const { body, status, statusText, headers } = response
    if (!body) return response
    return new Response(body.pipeThrough(atMost(mostBytes)), { status, statusText, headers })
  }

function atMost(bytes: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let left = bytes
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.length
      if (left < 0) controller.error(new TooMuch(`more than ${bytes} bytes`))
      else controller.enqueue(chunk)
    },
  })
}

/** Whether an error comes from an answer without end, however it was passed on. */
export function isTooMuch(error: unknown): boolean {
  const seen = new Set<unknown>()
  for (let at = error; at instanceof Error && !seen.has(at); at = at.cause) {
    if (at instanceof TooMuch) return true
    seen.add(at)
  }
  return false
}
