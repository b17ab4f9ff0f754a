import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { ReadyContainer } from '../container-source.ts'
import { encodeFrame, encodeJson, FRAME, ProtocolViolation } from '../frames.ts'
import { parseJson } from '../parse-json.ts'

/** Importing the whole menu takes a third of it on two busy cores. */
const PRELOAD_MS = 30_000
/** A harness that waits answers at once. */
const PING_MS = 10_000

/** What the harness tells of itself; no code has run in its container yet. */
const stateSchema = z.object({
  memory_bytes: z.number(),
  threads: z.number(),
})
type State = z.infer<typeof stateSchema>

/** A container that has imported libraries and waits for its run. */
export interface WaitingContainer {
  readonly container: ReadyContainer
  readonly modules: string[]
  /** What the harness holds in memory. */
  readonly memoryBytes: number
  /** Whether the harness answers. */
  isHealthy(): Promise<boolean>
}

/**
 * Has a ready container import libraries. The container is the caller's again where this rejects.
 * @throws {Error} where it takes too long, or the container ends
 */
export async function makeWaiting(container: ReadyContainer, modules: string[]): Promise<WaitingContainer> {
  const { link } = container
  let heard: ((state: State) => void) | null = null
  link.onFrame(({ kind, payload }) => {
    if (kind !== FRAME.state) throw new ProtocolViolation('a frame before any request')
    const { data: state } = stateSchema.safeParse(parseJson(payload))
    if (!state) throw new ProtocolViolation('a state that is none')
    heard?.(state)
  })
  const ask = async (bytes: Buffer, patienceMs: number): Promise<State | null> => {
    const { promise, resolve } = Promise.withResolvers<State>()
    heard = resolve
    const over = new AbortController()
    const late = sleep(patienceMs, null, { signal: over.signal, ref: false }).catch(() => null)
    link.sendRaw(bytes)
    try {
      return await Promise.race([promise, late, link.ended.then(() => null)])
    } finally {
      over.abort()
    }
  }
  const state = await ask(encodeJson(FRAME.preload, { modules }), PRELOAD_MS)
  if (!state) throw new Error('the container did not become ready')
  // A second thread would be lost in the fork, with whatever lock it holds.
  if (state.threads !== 1) throw new Error(`importing ${modules.join(', ')} started threads`)
  return {
    container,
    modules,
    memoryBytes: state.memory_bytes,
    isHealthy: async () => (await ask(encodeFrame(FRAME.ping), PING_MS)) !== null,
  }
}
