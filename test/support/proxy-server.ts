import { createServer, type IncomingHttpHeaders } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import type { ExecutionContext } from 'ava'

export interface ProxyServer {
  url: URL
  /** What each tunnel was asked for, such as `203.0.113.7:443`. */
  asked: string[]
  headers: IncomingHttpHeaders[]
}

/**
 * A real forward proxy on loopback. Whatever a tunnel is asked for, it leads to `target` on loopback: nothing leaves
 * the machine. With `status` it refuses every tunnel.
 */
export async function startProxy(
  t: ExecutionContext,
  target: { port: number },
  { status = 200, user = '' }: { status?: number; user?: string } = {},
): Promise<ProxyServer> {
  const asked: string[] = []
  const headers: IncomingHttpHeaders[] = []
  const sockets = new Set<net.Socket>()
  const server = createServer()
  server.on('connection', (socket) => sockets.add(socket))
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    headers.push(request.headers)
    socket.on('error', () => {})
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 2\r\n\r\nno`)
    const upstream = net.connect(target.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    sockets.add(upstream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const { port } = server.address() as AddressInfo
  return { url: new URL(`http://${user && `${user}@`}127.0.0.1:${port}`), asked, headers }
}
