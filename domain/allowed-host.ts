import { parseAddress } from './address.ts'
import { canonicalHost } from './host-name.ts'

/** Labels of a host name; with underscores, as names of containers have them. */
const LABELS = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/
const NAME_LIMIT = 253

/** An entry of a secret's `allowed_hosts`, in its one spelling, or what is wrong with it. */
export type AllowedHost = { host: string } | { problem: string }

/**
 * Reads a host name, an IP address, or `*.` and a name, for every name below it. One spelling is kept: lower case,
 * punycode, no trailing dot, addresses as connections are judged by.
 */
export function readAllowedHost(text: string): AllowedHost {
  const wildcard = text.startsWith('*.')
  const bare = wildcard ? text.slice(2) : text
  if (bare.includes('*'))
    return { problem: 'may have an asterisk only as its whole first label, as in *.example.com' }
  if (bare.includes('/'))
    return { problem: 'must be a host name without scheme or path, such as api.stripe.com' }
  let host: string
  try {
    host = canonicalHost(bare)
  } catch {
    return {
      problem: /^\[?[^\s[\]]+\]?:\d+$/.test(bare)
        ? 'must be a host name without a port: a secret is bound to hosts'
        : 'must be a host name such as api.stripe.com, *.example.com or an IP address',
    }
  }
  const isAddress = parseAddress(host) !== null
  if (!isAddress && (host.length > NAME_LIMIT || !LABELS.test(host)))
    return { problem: 'must be a host name such as api.stripe.com, *.example.com or an IP address' }
  if (!wildcard) return { host }
  if (isAddress) return { problem: 'must not be an asterisk before an IP address' }
  if (!host.includes('.'))
    return { problem: `would cover everything below .${host}: name a host, or *.example.${host}` }
  return { host: `*.${host}` }
}
