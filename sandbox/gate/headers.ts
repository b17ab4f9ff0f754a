import type { IncomingMessage } from 'node:http'

/** Headers between two neighbours, which a proxy does not pass on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** The headers for the other side, as flat pairs. */
export function passedOn(raw: string[], toServer: boolean): string[] {
  const named = new Set(HOP_BY_HOP)
  if (toServer) for (const name of ['host', 'expect', 'content-length']) named.add(name)
  for (let i = 0; i < raw.length; i += 2)
    if (raw[i]?.toLowerCase() === 'connection')
      for (const name of (raw[i + 1] ?? '').split(',')) named.add(name.trim().toLowerCase())
  return raw.filter((_, i) => !named.has((raw[i - (i % 2)] ?? '').toLowerCase()))
}

/** How the body ends, as our own parser understood it: two opinions about that are how requests are smuggled. */
export function framing({ headers }: IncomingMessage): string[] {
  if (headers['transfer-encoding'] !== undefined) return ['Transfer-Encoding', 'chunked']
  return headers['content-length'] === undefined ? [] : ['Content-Length', headers['content-length']]
}
