// Addresses that are not of the public Internet, or that carry one that is not.
import type { Case } from '../support/case.ts'
import { placeOf } from '../support/place.ts'

/** @param reached what the kernel connects to, where that is another one */
function special(title: string, address: string, reached = address): Case {
  const host = address.includes(':') ? `[${address}]` : address
  return { title, url: `http://${host}/`, ends: 'blocked_address', leadsTo: placeOf(reached, 80) }
}

/** The kernel makes no TCP connection to it, so what counts is that nobody tried. */
const unreachable = (title: string, address: string): Case => ({
  ...special(title, address),
  leadsTo: `dialled ${placeOf(address, 80)}`,
})

export const SPECIAL_ADDRESSES: Case[] = [
  special('10/8', '10.0.0.1'),
  special('the end of 10/8', '10.255.255.255'),
  special('the beginning of 172.16/12', '172.16.0.1'),
  special('the end of 172.16/12', '172.31.255.254'),
  special('192.168/16', '192.168.1.1'),
  special('unspecified', '0.0.0.0', '127.0.0.1'),
  { ...special('unspecified as 0', '0.0.0.0', '127.0.0.1'), url: 'http://0/' },
  special('0/8', '0.1.2.3'),
  special('the beginning of the carriers', '100.64.0.1'),
  special('the end of the carriers', '100.127.255.254'),
  special('link-local', '169.254.1.1'),
  special('of protocol assignments (192.0.0/24)', '192.0.0.8'),
  special('TEST-NET-1', '192.0.2.1'),
  special('TEST-NET-2', '198.51.100.1'),
  special('TEST-NET-3', '203.0.113.1'),
  special('a 6to4 relay', '192.88.99.1'),
  special('the beginning of benchmarking', '198.18.0.1'),
  special('the end of benchmarking', '198.19.255.254'),
  special('reserved (240/4)', '240.0.0.1'),
  special('the end of reserved', '255.255.255.254'),
  unreachable('broadcast', '255.255.255.255'),
  unreachable('multicast', '224.0.0.1'),
  unreachable('the end of multicast', '239.255.255.250'),

  special('IPv6 unspecified', '::', '::1'),
  special('IPv6 unique local (fc00/8)', 'fc00::1'),
  special('IPv6 unique local (fd00/8)', 'fd00:1::1'),
  unreachable('IPv6 link-local', 'fe80::1'),
  unreachable('the end of IPv6 link-local', 'febf:ffff::1'),
  special('IPv6 site-local', 'fec0::1'),
  unreachable('IPv6 multicast', 'ff02::1'),
  special('IPv6 documentation', '2001:db8::1'),
  special('the newer IPv6 documentation', '3fff::1'),
  special('IPv6 benchmarking', '2001:2::1'),
  special('ORCHID', '2001:10::1'),
  special('the newer ORCHID', '2001:20::1'),
  special('IPv6 discard', '100::1'),
  special('segment routing', '5f00::1'),
  special('outside of global unicast', '4000::1'),

  special('a mapped private address', '::ffff:a00:1', '10.0.0.1'),
  special('a mapped unspecified address', '::ffff:0:0', '127.0.0.1'),
  special('a compatible loopback', '::7f00:1', '::127.0.0.1'),
  special('a compatible private address', '::a00:1', '::10.0.0.1'),
  special('an IPv4-translated loopback', '::ffff:0:7f00:1'),
  special('NAT64 of loopback', '64:ff9b::7f00:1'),
  special('NAT64 of a private address', '64:ff9b::a00:1'),
  special('NAT64 of metadata', '64:ff9b::a9fe:a9fe'),
  special('local NAT64 of a private address', '64:ff9b:1::a00:1'),
  special('local NAT64 of a public address', '64:ff9b:1::808:808'),
  special('6to4 of loopback', '2002:7f00:1::'),
  special('6to4 of a private address', '2002:c0a8:101::1'),
  special('6to4 of metadata', '2002:a9fe:a9fe::'),
  special('Teredo by a private server', '2001:0:a00:1::f5ff:fffe'),
  special('Teredo of a private client', '2001:0:808:808::f5ff:fffe'),
  special('ISATAP of a private address', '2a00:1450::5efe:a00:1', '2a00:1450::5efe:a00:1'),
  special('ISATAP of metadata, as unique', '2a00:1450::200:5efe:a9fe:a9fe', '2a00:1450::200:5efe:a9fe:a9fe'),
]
