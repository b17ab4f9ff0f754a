import ipaddr from 'ipaddr.js'
import { type Address, parseAddress } from './address.ts'
import { canonicalHost } from './host-name.ts'

/** What an entry without a port exempts. */
const WEB_PORTS = [80, 443]

export interface AllowList {
  allowsName(host: string, port: number): boolean
  allowsAddress(address: Address, port: number): boolean
}

interface Entry {
  name: string | null
  /** An address and how many of its leading bits count. */
  network: [Address, number] | null
  ports: number[]
}

/**
 * Reads the entries of `ERRAND_EGRESS_ALLOW`: a host, an IP or a CIDR, each with an optional `:port`; an IPv6
 * one with a port stands in brackets.
 * @throws {Error} naming every entry that is none of these
 */
export function parseAllowList(entries: string[]): AllowList {
  const problems = allowListProblems(entries)
  if (problems.length > 0) throw new Error(`ERRAND_EGRESS_ALLOW: ${problems.join('; ')}`)
  const parsed = entries.flatMap((entry) => parseEntry(entry) ?? [])
  return {
    allowsName: (host, port) => parsed.some(({ name, ports }) => name === host && ports.includes(port)),
    allowsAddress: (address, port) =>
      parsed.some(({ network, ports }) => network && ports.includes(port) && isWithin(address, network)),
  }
}

/** What is wrong with the entries, one sentence for each wrong one. */
export const allowListProblems = (entries: string[]): string[] =>
  entries
    .filter((entry) => parseEntry(entry) === null)
    .map((entry) => `'${entry}' is neither a host, an IP address nor a CIDR range, with an optional :port`)

function parseEntry(entry: string): Entry | null {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry)
  const plain = /^([^:]+)(?::(\d+))?$/.exec(entry)
  const [, place, portText] = bracketed ?? plain ?? [null, entry, undefined]
  if (place === undefined) return null
  const port = portText === undefined ? null : Number(portText)
  if (port !== null && (port < 1 || port > 65_535)) return null
  const ports = port === null ? WEB_PORTS : [port]
  const network = parseNetwork(place)
  if (network) return { name: null, network, ports }
  if (bracketed || place.includes(':') || place.includes('/')) return null
  const name = parseName(place)
  return name === null ? null : { name, network: null, ports }
}

function parseNetwork(text: string): Entry['network'] {
  const [address, bits, ...rest] = text.split('/')
  const parsed = parseAddress(address ?? '')
  if (!parsed || rest.length > 0) return null
  const whole = parsed.kind() === 'ipv4' ? 32 : 128
  if (bits === undefined) return [parsed, whole]
  return /^\d{1,3}$/.test(bits) && Number(bits) <= whole ? [parsed, Number(bits)] : null
}

function parseName(text: string): string | null {
  try {
    const name = canonicalHost(text)
    // Another spelling of an address, such as 0x7f.1, is a mistake here rather than a name.
    return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name) && !parseAddress(name) ? name : null
  } catch {
    return null
  }
}

/** An IPv4 address that stands in an IPv6 one as mapped is the same address. */
function isWithin(address: Address, [network, bits]: [Address, number]): boolean {
  const plain = address.kind() === 'ipv6' ? ipaddr.process(address.toString()) : address
  return [address, plain].some(
    (candidate) => candidate.kind() === network.kind() && candidate.match(network, bits),
  )
}
