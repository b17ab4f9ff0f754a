import http, { type ClientRequestArgs } from 'node:http'
import https from 'node:https'
import { isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { RunFailure } from '../domain/run-errors.ts'
import type { EgressPolicy } from './policy.ts'

/** Name resolution and TCP connect together; a reachable service answers in far less. */
const CONNECT_TIMEOUT_MS = 10_000
const IDLE_MS = 4_000

export interface Agents {
  http: http.Agent
  https: https.Agent
  destroy(): void
}

export interface AgentOptions {
  /**
   * Whether an idle connection may serve another request. Right for what may be repeated only: a server that
   * closes it at that moment leaves unknown whether the request was read.
   */
  keepAlive: boolean
}

/** Node calls back with an error and no socket, though its types want both. */
type Done = (error: Error | null, socket: Duplex) => void
const NO_SOCKET = undefined as unknown as Duplex

/** HTTP agents whose every connection is made by the egress policy. */
export function createAgents(policy: EgressPolicy, { keepAlive }: AgentOptions): Agents {
  const options = { keepAlive, timeout: IDLE_MS, maxFreeSockets: 64 }
  const plain = new PolicyHttpAgent(policy, options)
  const secure = new PolicyHttpsAgent(policy, options)
  return {
    http: plain,
    https: secure,
    destroy() {
      plain.destroy()
      secure.destroy()
    },
  }
}

class PolicyHttpAgent extends http.Agent {
  readonly #policy: EgressPolicy

  constructor(policy: EgressPolicy, options: http.AgentOptions) {
    super(options)
    this.#policy = policy
  }

  override createConnection(options: ClientRequestArgs, done: Done = () => {}): null {
    dial(this.#policy, options).then(
      (socket) => done(null, socket),
      (error) => done(error, NO_SOCKET),
    )
    return null
  }
}

class PolicyHttpsAgent extends https.Agent {
  readonly #policy: EgressPolicy

  constructor(policy: EgressPolicy, options: https.AgentOptions) {
    super(options)
    this.#policy = policy
  }

  override createConnection(options: ClientRequestArgs, done: Done = () => {}): null {
    dial(this.#policy, options).then(
      (socket) => secure(socket, bare(options.host), done),
      (error) => done(error, NO_SOCKET),
    )
    return null
  }
}

/** Without the brackets of an IPv6 address in a URL. */
const bare = (host: string | null | undefined): string => (host ?? '').replace(/^\[|\]$/g, '')

function dial(policy: EgressPolicy, { host, port }: ClientRequestArgs): Promise<Socket> {
  return policy.connect({ host: bare(host), port: Number(port) }, { timeoutMs: CONNECT_TIMEOUT_MS })
}

function secure(socket: Socket, host: string, done: Done): void {
  const tls = connectTls({
    socket,
    host,
    ...(isIP(host) ? {} : { servername: host }),
    ALPNProtocols: ['http/1.1'],
  })
  const timer = setTimeout(
    () =>
      tls.destroy(
        new RunFailure('connection_failed', `${host} did not complete the TLS handshake within 10 s.`),
      ),
    CONNECT_TIMEOUT_MS,
  )
  const failed = (error: Error): void => {
    clearTimeout(timer)
    done(error, NO_SOCKET)
  }
  tls.once('error', failed)
  tls.once('secureConnect', () => {
    clearTimeout(timer)
    tls.off('error', failed)
    done(null, tls)
  })
}
