import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { NetworkRefusal } from '../../domain/network-use.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import type { EgressPolicy } from '../../egress/policy.ts'
import { type Line, NetworkLimit } from './account.ts'
import { type Permit, permittedHost } from './permit.ts'

export interface Target {
  host: string
  port: number
}

export interface Reached {
  /** The host's one spelling. */
  name: string
  socket: Socket
  /** Where the run's account has this connection. */
  line: Line
  /** Counts each byte that passes on this stream's account. */
  count(stream: Readable): void
}

/**
 * Judges a target and connects to it, and writes into the run's account what came of it.
 * @throws {RunFailure} `blocked_address`, `secret_not_allowed`, `connection_failed`, `invalid_request`
 * @throws {NetworkLimit}
 * @throws the signal's reason when it aborts
 */
export async function reach(
  target: Target,
  egress: EgressPolicy,
  permit: Permit,
  signal: AbortSignal,
): Promise<Reached> {
  const { account } = permit
  let name: string | null = null
  try {
    name = permittedHost(permit, target.host)
    account.admit()
    const socket = await egress.connect({ host: name, port: target.port }, { signal })
    // A socket without a listener for errors would end the worker.
    socket.on('error', () => {})
    const line = account.line({ host: name, port: target.port })
    return { name, socket, line, count: line.connected(socket) }
  } catch (error) {
    if (!signal.aborted) account.line(lineTarget(name, target)).refused(reasonOf(error))
    throw error
  }
}

/** What the account calls a host that was refused before it had its one spelling. */
function lineTarget(name: string | null, { host, port }: Target): Target | null {
  if (name !== null) return { host: name, port }
  try {
    return { host: permittedHost({ allowedHosts: [] }, host), port }
  } catch {
    return null
  }
}

export function reasonOf(error: unknown): NetworkRefusal {
  if (error instanceof NetworkLimit) return 'network_limit'
  return error instanceof RunFailure ? error.code : 'connection_failed'
}
