import { rmSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'

/** The engine's socket as a worker sees it, which a test can take away and give back. */
export interface EngineProxy {
  /** For DOCKER_HOST. */
  host: string
  /** Listens where nobody did, or again. */
  open(): Promise<void>
  /** Drops every connection and refuses new ones. */
  cut(): Promise<void>
  /** Takes new connections and what is said on old ones, and passes nothing on, as an engine that hangs. */
  freeze(): void
  thaw(): void
  /** Connections that are open now. */
  connections(): number
}

/** Passes a Unix socket's connections on to the engine's, once it is opened. */
export function createEngineProxy(path: string, engineSocket = localEngineSocket()): EngineProxy {
  const sockets = new Set<Socket>()
  let server: Server | null = null
  let isFrozen = false

  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    if (isFrozen) socket.pause()
    return socket
  }
  const serve = (client: Socket) => {
    const engine = keep(createConnection({ path: engineSocket, allowHalfOpen: true }))
    keep(client)
    client.pipe(engine)
    engine.pipe(client)
    if (isFrozen) for (const socket of [client, engine]) socket.pause()
    client.once('close', () => engine.destroy())
    engine.once('close', () => client.destroy())
  }
  return {
    host: `unix://${path}`,
    async open() {
      const opening = createServer({ allowHalfOpen: true }, serve)
      await new Promise<void>((resolve, reject) => {
        opening.once('error', reject)
        opening.listen(path, resolve)
      })
      server = opening
    },
    async cut() {
      isFrozen = false
      const closing = server
      server = null
      const closed = closing && new Promise((resolve) => closing.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      rmSync(path, { force: true })
    },
    freeze() {
      isFrozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw() {
      isFrozen = false
      for (const socket of sockets) socket.resume()
    },
    connections: () => sockets.size / 2,
  }
}

/** Where the engine that `npm test` has found listens. */
export function localEngineSocket(): string {
  const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock'
  if (!host.startsWith('unix://'))
    throw new Error(`This test puts a socket of its own before the engine's, which is none: ${host}`)
  return host.slice('unix://'.length)
}
