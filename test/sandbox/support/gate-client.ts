import { type Duplex, duplexPair } from 'node:stream'
import tls from 'node:tls'
import type { ExecutionContext } from 'ava'
import type { NetworkUse } from '../../../domain/network-use.ts'
import type { Dial } from '../../../egress/dial.ts'
import { createEgressPolicy } from '../../../egress/policy.ts'
import { createAccount } from '../../../sandbox/gate/account.ts'
import { createGate } from '../../../sandbox/gate/gate.ts'

export interface GateClient {
  /** A connection to the gate, as code in a container would open it. */
  open(): Duplex
  /** Sends bytes on a connection of its own, and gives all that comes back until the gate ends it. */
  talk(...pieces: (string | Buffer)[]): Promise<string>
  /** Asks for a tunnel and shakes hands in it: what the TLS client says at the end, or 'secure'. */
  shake(target: string, options: tls.ConnectionOptions): Promise<string>
  /** Ends the run, and gives what was counted. */
  finish(): NetworkUse[]
  /** Names that were looked up. */
  looked: string[]
}

export interface GateClientOptions {
  allow?: string[]
  /** What every name leads to. */
  addresses?: string[]
  dial?: Dial
  allowedHosts?: string[][]
}

/** The real gate with a run of its own, without a container. */
export function openGate(t: ExecutionContext, options: GateClientOptions = {}): GateClient {
  const { allow = [], addresses = ['127.0.0.1'], dial, allowedHosts = [] } = options
  const looked: string[] = []
  const lookup = async (name: string) => {
    looked.push(name)
    return addresses
  }
  const gate = createGate(createEgressPolicy({ allow, dial, lookup }))
  const account = createAccount()
  const over = new AbortController()
  const finish = () => {
    over.abort()
    return account.close()
  }
  t.teardown(finish)
  const open = () => {
    const [inside, outside] = duplexPair()
    outside.on('error', () => {})
    inside.on('error', () => {})
    gate.serve(outside, { allowedHosts, signal: over.signal, account })
    return inside
  }
  return {
    open,
    looked,
    finish,
    talk(...pieces) {
      const connection = open()
      for (const piece of pieces) connection.write(piece)
      return readAll(connection)
    },
    async shake(target, tlsOptions) {
      const connection = open()
      connection.write(`CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`)
      const [answer] = await new Promise<[Buffer]>((resolve) =>
        connection.once('data', (data) => resolve([data])),
      )
      if (!answer.toString().startsWith('HTTP/1.1 200')) return answer.toString()
      return await new Promise((resolve) => {
        const socket = tls.connect({ socket: connection, rejectUnauthorized: false, ...tlsOptions })
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
        socket.on('close', () => resolve('closed'))
        socket.on('secureConnect', () => {
          resolve('secure')
          socket.destroy()
        })
      })
    },
  }
}

export function readAll(connection: Duplex): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    connection.on('data', (data: Buffer) => {
      text += data.toString('latin1')
    })
    connection.on('close', () => resolve(text))
    connection.on('end', () => resolve(text))
  })
}
