import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'

export type Address = IPv4 | IPv6

/** Cloud metadata where it lives at an address that is public by its range: Azure's wire server. */
const METADATA_ADDRESSES = new Set(['168.63.129.16'])

const WORDS: Record<string, string> = {
  private: 'a private address',
  uniqueLocal: 'a private address',
  loopback: 'a loopback address',
  linkLocal: 'a link-local address',
  carrierGradeNat: 'an address of a carrier network',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
  unspecified: 'an unspecified address',
}

/** Parses what a resolver or a canonical URL gives: dotted decimal, or IPv6 without a zone. Null for all else. */
export function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  if (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text)) return ipaddr.IPv6.parse(text)
  return null
}

/**
 * Why actions may not reach `address`, such as "a private address", or null for a public one. IPv6 addresses that
 * carry an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) are judged by it: the network may
 * deliver to it.
 */
export function addressProblem(address: Address): string | null {
  if (METADATA_ADDRESSES.has(address.toString())) return 'a cloud metadata address'
  if (address.kind() === 'ipv4') return rangeProblem(address.range())
  const v6 = address as IPv6
  const carried = carriedAddresses(v6)
  for (const inner of carried) {
    const problem = addressProblem(inner)
    if (problem) return problem
  }
  const range = v6.range()
  if (carried.length > 0 && (CARRIERS.has(range) || range === 'unicast')) return null
  // Global unicast is 2000::/3; ipaddr.js calls "unicast" whatever has no other name (RFC 4291, 2.4).
  if (range === 'unicast' && ((v6.parts[0] ?? 0) & 0xe000) !== 0x2000) return 'a reserved address'
  return rangeProblem(range)
}

const CARRIERS = new Set(['ipv4Mapped', 'rfc6052', '6to4', 'teredo'])

const rangeProblem = (range: string): string | null =>
  range === 'unicast' ? null : (WORDS[range] ?? 'a reserved address')

/** The IPv4 addresses inside an IPv6 address of a transition mechanism. */
function carriedAddresses(address: IPv6): IPv4[] {
  const p = address.parts
  const v4 = (high = 0, low = 0) => new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255])
  switch (address.range()) {
    case 'ipv4Mapped':
      return [v4(p[6], p[7])]
    case 'rfc6052':
      // Only the well-known prefix has a fixed place for it; a local-use one (RFC 8215) is refused.
      return p[2] === 0 ? [v4(p[6], p[7])] : [new ipaddr.IPv4([10, 0, 0, 0])]
    case '6to4':
      return [v4(p[1], p[2])]
    case 'teredo':
      return [v4(p[2], p[3]), v4((p[6] ?? 0) ^ 0xffff, (p[7] ?? 0) ^ 0xffff)]
    case 'unicast':
      return p[5] === 0x5efe && (p[4] === 0 || p[4] === 0x200) ? [v4(p[6], p[7])] : []
    default:
      return []
  }
}
