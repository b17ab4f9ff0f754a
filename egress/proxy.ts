import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { getProxyForUrl } from 'proxy-from-env'
import { RunFailure } from '../domain/run-errors.ts'
import type { DialTarget } from './dial.ts'

/** The proxy that an operator wants connections to go through. */
export interface ForwardProxy {
  /** The proxy for a host and port, or null where it is to be reached directly. */
  for(host: string, port: number): URL | null
  /**
   * Whether the proxy gets names instead of addresses that were judged: for networks in which only it can resolve
   * them. It must then refuse private addresses itself.
   */
  resolves: boolean
}

/**
 * The proxy of `HTTPS_PROXY`, `HTTP_PROXY` (port 80), `ALL_PROXY` and `NO_PROXY`, in capitals or not, as the process
 * has them; the configuration has checked that they are URLs.
 */
export const proxyOfEnvironment = (resolves: boolean): ForwardProxy => ({
  for(host, port) {
    const authority = host.includes(':') ? `[${host}]` : host
    const url = getProxyForUrl(port === 80 ? `http://${authority}/` : `https://${authority}:${port}/`)
    return url ? new URL(url) : null
  },
  resolves,
})

/** Opens a tunnel (`CONNECT`, RFC 9110, 9.3.6) to the target through a proxy. The proxy itself is not judged. */
export function dialThroughProxy(
  proxy: URL,
  { address, port }: DialTarget,
  signal: AbortSignal,
): Promise<Socket> {
  const authority = `${address.includes(':') ? `[${address}]` : address}:${port}`
  const credentials = [proxy.username, proxy.password].map(decodeURIComponent).join(':')
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === 'https:' ? https : http).request({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      agent: false,
      signal,
      headers: {
        Host: authority,
        ...(proxy.username && {
          'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}`,
        }),
      },
    })
    request.once('connect', (response, socket, head) => {
      const { statusCode = 0 } = response
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy()
        return reject(refused(proxy, authority, statusCode))
      }
      if (head.length > 0) socket.unshift(head)
      resolve(socket as Socket)
    })
    // Anything but a tunnel: a proxy's page of errors comes as an ordinary response.
    request.once('response', (response) => {
      response.destroy()
      reject(refused(proxy, authority, response.statusCode ?? 0))
    })
    request.once('error', (error) => reject(signal.aborted ? signal.reason : unreachable(proxy, error)))
    request.end()
  })
}

function refused(proxy: URL, authority: string, status: number): RunFailure {
  const hint =
    status === 407
      ? 'The user or password in its URL is wrong.'
      : 'If it filters by name, an operator can have it resolve names: ERRAND_PROXY_RESOLVES=true.'
  return new RunFailure(
    'connection_failed',
    `The proxy ${proxy.host} refused a tunnel to ${authority} with status ${status}. ${hint}`,
  )
}

function unreachable(proxy: URL, error: Error): RunFailure {
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
  return new RunFailure(
    'connection_failed',
    `The proxy ${proxy.host} could not be reached${code}. An operator finds it in HTTPS_PROXY or HTTP_PROXY.`,
  )
}
