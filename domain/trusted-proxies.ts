import ipaddr from 'ipaddr.js'

const MOST_HOPS = 10
/** Names of networks that Express knows. */
const NAMED = ['loopback', 'linklocal', 'uniquelocal']

/**
 * Which proxies are believed when they say where a request comes from: how many, or which.
 * @returns as Express takes it; null where it is neither
 */
export function trustedProxies(entries: string[]): number | string[] | null {
  const [first = ''] = entries
  if (entries.length === 1 && /^\d+$/.test(first)) {
    const hops = Number(first)
    return hops >= 1 && hops <= MOST_HOPS ? hops : null
  }
  return entries.length > 0 && entries.every(isNetwork) ? entries : null
}

const isNetwork = (entry: string): boolean =>
  NAMED.includes(entry) ||
  ipaddr.IPv4.isValidFourPartDecimal(entry) ||
  ipaddr.IPv6.isValid(entry) ||
  isRange(entry)

/** All addresses together are no proxy of anybody's. */
function isRange(entry: string): boolean {
  if (!ipaddr.isValidCIDR(entry)) return false
  return ipaddr.parseCIDR(entry)[1] > 0
}
