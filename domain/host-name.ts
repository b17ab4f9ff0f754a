import { RunFailure } from './run-errors.ts'

const METADATA_HOSTS = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
  'metadata.azure.internal',
  'metadata.packet.net',
  'metadata.platformequinix.com',
])

/**
 * The one spelling of a host: lower case, punycode, dotted decimal for every spelling of an IPv4 address (decimal,
 * octal, hexadecimal, shortened), no brackets, no trailing dot.
 * @throws {RunFailure} `invalid_request` where it is no host
 */
export function canonicalHost(host: string): string {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  // Characters that would make the URL parser read more than a host, userinfo above all.
  if (bare === '' || bare.length > 255 || /[\s/\\?#@%[\]]/.test(bare)) throw notAHost()
  if (bare.includes(':') && !/^[0-9a-f:.]+$/i.test(bare)) throw notAHost()
  const url = `http://${bare.includes(':') ? `[${bare}]` : bare}/`
  if (!URL.canParse(url)) throw notAHost()
  const name = new URL(url).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  // An empty label is in no name, yet resolvers may read `metadata.goog..` as the name without the dots.
  if (name.split('.').includes('')) throw notAHost()
  return name
}

/** Names that mean this machine (RFC 6761, 6.3), whatever a resolver says. */
export const isLocalhost = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost')

/** Names under which clouds serve credentials to their machines. */
export const isMetadataHost = (host: string): boolean => METADATA_HOSTS.has(host)

/**
 * Whether `host` is `pattern`, or below it where the pattern begins with `*.`; both in any letter case, with or
 * without a trailing dot.
 */
export function hostMatches(host: string, pattern: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  const wanted = pattern.toLowerCase().replace(/\.$/, '')
  return wanted.startsWith('*.')
    ? name.endsWith(wanted.slice(1)) && name.length >= wanted.length
    : name === wanted
}

function notAHost(): RunFailure {
  return new RunFailure('invalid_request', 'The request does not name a valid host.')
}
