import { connect, createServer, type Socket } from 'node:net'

export interface Bridge {
  /** For the MongoDB client inside. */
  url: string
  close(): Promise<void>
}

/** Passes a Unix socket on to the database of `npm test`: network namespaces do not divide the file system. */
export async function bridgeToStorage(path: string): Promise<Bridge> {
  const server = process.env.ERRAND_INTERNAL_TEST_MONGODB
  if (!server) throw new Error('Run the tests with `npm test`: it starts the database that this test needs.')
  const { hostname, port } = new URL(server)
  const sockets = new Set<Socket>()
  const bridge = createServer((inside) => {
    const outside = connect({ host: hostname, port: Number(port) })
    inside.pipe(outside).pipe(inside)
    for (const [socket, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve, reject) => {
    bridge.once('error', reject)
    bridge.listen(path, resolve)
  })
  return {
    url: `mongodb://${encodeURIComponent(path)}/?directConnection=true`,
    close: () =>
      new Promise((resolve) => {
        bridge.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
