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
}

export interface AgentOptions {
  /**
   * Whether an idle connection may serve another request. Right for what may be repeated only: a server that
   * closes it at that moment leaves unknown whether the request was read.
   */
  keepAlive: boolean
}

/** HTTP agents whose every connection is made by the egress policy. */
export function createAgents(policy: EgressPolicy, { keepAlive }: AgentOptions): Agents {
  const options = { keepAlive, timeout: IDLE_MS, maxFreeSockets: 64 }
  const dial = ({ host, port }: ClientRequestArgs): Promise<Socket> =>
    policy.connect({ host: bare(host), port: Number(port) }, { timeoutMs: CONNECT_TIMEOUT_MS })
  return {
    http: connectBy(new http.Agent(options), dial),
    https: connectBy(new https.Agent(options), async (target) =>
      secure(await dial(target), bare(target.host)),
    ),
  }
}

/** Node calls back with an error and no socket, though its types want both. */
const NO_SOCKET = undefined as unknown as Duplex

/** The agent, with `connect` as its only way to a connection. */
function connectBy<A extends http.Agent>(
  agent: A,
  connect: (target: ClientRequestArgs) => Promise<Duplex>,
): A {
  agent.createConnection = (target, done = () => {}) => {
    connect(target).then(
      (socket) => done(null, socket),
      (error) => done(error, NO_SOCKET),
    )
    return null
  }
  return agent
}

/** Without the brackets of an IPv6 address in a URL. */
const bare = (host: string | null | undefined): string => (host ?? '').replace(/^\[|\]$/g, '')

function secure(socket: Socket, host: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
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
      reject(error)
    }
    tls.once('error', failed)
    tls.once('secureConnect', () => {
      clearTimeout(timer)
      tls.off('error', failed)
      resolve(tls)
    })
  })
}
