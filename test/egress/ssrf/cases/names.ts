// Names that lead inside, by a real resolver: it asks the name server of `support/name-server.ts` about what is not
// in /etc/hosts. What each name leads to is in `support/zone.ts`.
import type { Case } from '../support/case.ts'
import { placeOf } from '../support/place.ts'
import { PUBLIC, PUBLIC_6 } from '../support/zone.ts'

const named = (title: string, host: string, address: string): Case => ({
  title,
  url: `http://${host}/`,
  ends: 'blocked_address',
  leadsTo: placeOf(address, 80),
})

/** No name has an empty part, but URL parsers let it through, and resolvers may not mind. */
const emptyPart = (title: string, host: string, address: string): Case => ({
  ...named(title, host, address),
  ends: 'invalid_request',
})

export const EMPTY_PARTS: Case[] = [
  emptyPart('localhost with two trailing dots', 'localhost..', '127.0.0.1'),
  emptyPart('a private name with two trailing dots', 'private.test..', '10.0.0.1'),
  emptyPart('Google metadata with two trailing dots', 'metadata.google.internal..', '169.254.169.254'),
  emptyPart('Packet metadata with two trailing dots', 'metadata.packet.net..', '192.80.8.124'),
  emptyPart('Packet metadata with two ideographic full stops', 'metadata.packet.net。。', '192.80.8.124'),
]

export const NAMES: Case[] = [
  named('localhost', 'localhost', '127.0.0.1'),
  named('localhost with a trailing dot', 'localhost.', '127.0.0.1'),
  named('localhost in capitals', 'LocalHost', '127.0.0.1'),
  named('below localhost', 'app.localhost', '127.0.0.1'),
  named('far below localhost', 'a.b.localhost', '127.0.0.1'),
  named('localhost.localdomain', 'localhost.localdomain', '127.0.0.1'),
  named('localhost4', 'localhost4', '127.0.0.1'),
  named('localhost6', 'localhost6', '::1'),
  named('ip6-localhost', 'ip6-localhost', '::1'),
  named('ip6-loopback', 'ip6-loopback', '::1'),
  named("this machine's own name", 'this-machine', '127.0.0.1'),
  named('a name of /etc/hosts', 'intranet', '10.9.8.7'),
  named('a longer name of /etc/hosts', 'intranet.corp', '10.9.8.7'),
  named('leading to loopback', 'loopback.test', '127.0.0.1'),
  named('leading to IPv6 loopback', 'loopback-six.test', '::1'),
  named('leading to a private address', 'private.test', '10.0.0.1'),
  named('leading to a private address, with a trailing dot', 'private.test.', '10.0.0.1'),
  named('leading to a unique local address', 'private-six.test', 'fd00:1::1'),
  named('leading to 0.0.0.0', 'zero.test', '127.0.0.1'),
  named('leading to ::', 'zero-six.test', '::1'),
  named('leading to a link-local address', 'link-local.test', '169.254.1.1'),
  named("leading to Azure's wire server", 'wire-server.test', '168.63.129.16'),
  named('leading to Alibaba metadata', 'alibaba.test', '100.100.100.200'),
  named('leading to a mapped address', 'mapped.test', '10.0.0.1'),
  named('leading to a compatible address', 'compatible.test', '::10.0.0.1'),
  named('leading to NAT64', 'nat-six-four.test', '64:ff9b::a00:1'),
  named('leading to 6to4', 'six-to-four.test', '2002:a00:1::1'),
  named('with its address in front, as nip.io has them', '127.0.0.1.nip.test', '127.0.0.1'),
  named('with its address in dashes', '10-0-0-1.nip.test', '10.0.0.1'),
  named('with its address in hexadecimals', 'a9fea9fe.nip.test', '169.254.169.254'),
  named('below one that is public', '127.0.0.1.public.test', '127.0.0.1'),
  named('an alias of a private name', 'alias.test', '10.0.0.1'),
  named('an alias of localhost', 'alias-of-localhost.test', '127.0.0.1'),
  named('an alias of a metadata name', 'alias-of-metadata.test', '169.254.169.254'),
  named('three aliases to metadata', 'alias-chain.test', '169.254.169.254'),
  named('one public and one private address', 'mixed.test', '10.0.0.1'),
  named('one private and one public address', 'mixed-first.test', '10.0.0.1'),
  named('a public address, and a private one of IPv6', 'mixed-families.test', 'fd00:1::1'),
  named('a private address, and a public one of IPv6', 'mixed-families-back.test', '10.0.0.1'),
  named('a public address, and a mapped loopback', 'mixed-mapped.test', '127.0.0.1'),
  named('a private address behind more public ones than are tried', 'mixed-among-many.test', '10.0.0.1'),
]

/** The name leads to a public address when it is judged, and elsewhere when it is asked for again. */
const rebinds = (title: string, host: string, from: string, to: string): Case[] => [
  {
    title: `${title}, between the check and the connection`,
    url: `http://${host}/`,
    ends: null,
    reaches: [placeOf(from, 80)],
    leadsTo: placeOf(to, 80),
    unguarded: 'checks-then-connects',
  },
  {
    title: `${title}, between two calls`,
    url: `http://${host}/`,
    times: 2,
    ends: 'blocked_address',
    reaches: [placeOf(from, 80)],
    leadsTo: placeOf(to, 80),
  },
]

export const REBINDING: Case[] = [
  ...rebinds('to a private address', 'rebind.test', PUBLIC, '10.0.0.1'),
  ...rebinds('to loopback', 'rebind-loopback.test', PUBLIC, '127.0.0.1'),
  ...rebinds('to metadata', 'rebind-metadata.test', PUBLIC, '169.254.169.254'),
  ...rebinds('of IPv6', 'rebind-six.test', PUBLIC_6, 'fd00:1::1'),
  ...rebinds('to 0.0.0.0', 'rebind-zero.test', PUBLIC, '127.0.0.1'),
  ...rebinds('to an alias', 'rebind-alias.test', PUBLIC, '10.0.0.1'),
  {
    title: 'after three harmless calls',
    url: 'http://rebind-late.test/',
    times: 4,
    ends: 'blocked_address',
    reaches: [`${PUBLIC}:80`, `${PUBLIC}:80`, `${PUBLIC}:80`],
    leadsTo: '10.0.0.1:80',
  },
  {
    title: 'from a private address to a public one',
    url: 'http://rebind-back.test/',
    ends: 'blocked_address',
    leadsTo: '10.0.0.1:80',
  },
  {
    title: 'in a redirect to itself',
    url: 'http://rebind.test/again',
    ends: 'blocked_address',
    reaches: [`${PUBLIC}:80`],
    leadsTo: '10.0.0.1:80/again',
  },
  {
    title: 'over TLS',
    url: 'https://rebind-back.test/',
    ends: 'blocked_address',
    leadsTo: '10.0.0.1:443',
  },
]
