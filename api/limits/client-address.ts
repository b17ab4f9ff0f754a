import type { Request } from 'express'
import ipaddr from 'ipaddr.js'

/** What one customer of a provider has of IPv6, at least: within it addresses cost nothing. */
const IPV6_BITS = 64

/** Where a request comes from; a proxy is believed where `ERRAND_TRUST_PROXY` says so. */
export const addressOf = (request: Pick<Request, 'ip'>): string => request.ip ?? 'unknown'

/** The part of an address that one client can't easily change: all of IPv4, the /64 of IPv6. */
export function networkOf(address: string): string {
  // A zone, as in fe80::1%eth0, is of this machine only.
  const bare = address.replace(/%.*$/, '')
  if (!ipaddr.isValid(bare)) return 'unknown'
  const parsed = ipaddr.process(bare)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_BITS}`).toString()}/${IPV6_BITS}`
}
