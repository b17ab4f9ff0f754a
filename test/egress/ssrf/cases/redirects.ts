// What a public server answers to lead Errand on to where it must not go.
import type { Case } from '../support/case.ts'
import { PUBLIC } from '../support/zone.ts'
import { METADATA } from './metadata.ts'
import { EMPTY_PARTS, NAMES } from './names.ts'
import { SPECIAL_ADDRESSES } from './special-addresses.ts'
import { SPELLINGS } from './spellings.ts'

const HERE = `${PUBLIC}:80`

/** The address of a server that redirects. */
const from = (to: string, status = 302, host = 'public.test'): string =>
  `http://${host}/redirect/${status}?to=${encodeURIComponent(to)}`

const redirect = (title: string, to: string, leadsTo: string | null, status = 302): Case => ({
  title: `${title}: ${status} ${JSON.stringify(to)}`,
  url: from(to, status),
  ends: 'blocked_address',
  reaches: [HERE],
  leadsTo,
})

/** Every target that may not be called may not be redirected to either. */
export const REDIRECTS_TO_TARGETS: Case[] = [
  ...SPELLINGS,
  ...SPECIAL_ADDRESSES,
  ...METADATA,
  ...NAMES,
  ...EMPTY_PARTS,
].map(({ title, url, ends, leadsTo }) => ({ ...redirect(title, url, leadsTo), ends }))

const STATUSES = [301, 302, 303, 307, 308]
const SCHEMES = [
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_INFO',
  'ftp://127.0.0.1/',
  'data:text/plain,hello',
  'javascript:alert(1)',
  'dict://127.0.0.1:6379/info',
  'ldap://127.0.0.1/',
  'ws://127.0.0.1/',
  'unix:/var/run/docker.sock',
  'http+unix://%2Fvar%2Frun%2Fdocker.sock/info',
  'blob:http://127.0.0.1/x',
]

/** Headers and statuses that mention an address, which a client might follow. */
const FOLLOWED_BY_OTHERS = [
  ['refresh', '0;url=http://127.0.0.1/', 200],
  ['content-location', 'http://127.0.0.1/', 200],
  ['link', '<http://127.0.0.1/>; rel=preload', 200],
  ['alt-svc', 'h2="127.0.0.1:443"', 200],
  ['location', 'http://127.0.0.1/', 200],
  ['location', 'http://127.0.0.1/', 201],
  ['location', 'http://127.0.0.1/', 300],
  ['location', 'http://127.0.0.1/', 304],
  ['location', 'http://127.0.0.1/', 305],
  ['location', 'http://127.0.0.1/', 306],
] as const

export const REDIRECTS: Case[] = [
  ...STATUSES.map((status) => redirect('status', 'http://127.0.0.1/', '127.0.0.1:80', status)),
  redirect('over TLS', 'https://127.0.0.1/', '127.0.0.1:443'),
  redirect('to a port', 'http://127.0.0.1:6379/', '127.0.0.1:6379'),
  redirect('to a mail server', 'http://public.test:25/', `${PUBLIC}:25`),
  redirect('without a scheme', '//127.0.0.1/', '127.0.0.1:80'),
  redirect('without a scheme, with three slashes', '///127.0.0.1/', '127.0.0.1:80'),
  redirect('without a scheme, with backslashes', '\\\\127.0.0.1\\', '127.0.0.1:80'),
  redirect('without a scheme, with both slashes', '/\\127.0.0.1/', '127.0.0.1:80'),
  redirect('with three slashes', 'http:///127.0.0.1/', '127.0.0.1:80'),
  redirect('with backslashes', 'http:\\\\127.0.0.1\\', '127.0.0.1:80'),
  redirect('in capitals', 'HTTP://LOCALHOST/', '127.0.0.1:80'),
  redirect('with a tab in the scheme', 'ht\ttp://127.0.0.1/', '127.0.0.1:80'),
  redirect('with a tab in the host', 'http://127.0.0\t.1/', '127.0.0.1:80'),
  redirect('with spaces around it', '  http://127.0.0.1/  ', '127.0.0.1:80'),
  redirect('with a backslash behind the host', 'http://127.0.0.1\\@public.test/', '127.0.0.1:80'),
  redirect('with a fragment behind the host', 'http://127.0.0.1#@public.test/', '127.0.0.1:80'),
  {
    ...redirect('with a user name', 'http://public.test@127.0.0.1/', '127.0.0.1:80'),
    unguarded: 'plain-client',
  },
  {
    ...redirect('with user name and password', 'http://a:b@private.test/', '10.0.0.1:80'),
    unguarded: 'plain-client',
  },
  ...SCHEMES.map((to) => redirect('another scheme', to, null)),
  { ...redirect('to what is no URL', 'http://[::1', null), ends: 'invalid_request' },
  { ...redirect('to a port that is none', 'http://127.0.0.1:65616/', null), ends: 'invalid_request' },
  { ...redirect('to port 0', 'http://public.test:0/', `dialled ${PUBLIC}:0`), ends: 'invalid_request' },
  {
    ...redirect('to itself, at a name that rebinds', 'http://rebind.test/again', '10.0.0.1:80/again'),
    reaches: [HERE, HERE],
  },
  {
    title: 'five redirects, of which the last one leads inside',
    url: `http://public.test/chain/4?to=${encodeURIComponent('http://127.0.0.1/')}`,
    ends: 'blocked_address',
    reaches: Array(5).fill(HERE),
    leadsTo: '127.0.0.1:80',
  },
  {
    title: 'six redirects, of which the last one leads inside',
    url: `http://public.test/chain/5?to=${encodeURIComponent('http://127.0.0.1/')}`,
    ends: 'invalid_request',
    reaches: Array(6).fill(HERE),
    leadsTo: '127.0.0.1:80',
    unguarded: 'plain-client',
  },
  {
    title: 'a redirect to a redirect on another host',
    url: from(from('http://169.254.169.254/', 307, 'other-public.test'), 301),
    ends: 'blocked_address',
    reaches: [HERE, '93.184.216.35:80'],
    leadsTo: '169.254.169.254:80',
  },
  ...FOLLOWED_BY_OTHERS.map(
    ([header, value, status]): Case => ({
      title: `not a redirect: ${status} with ${header}`,
      url: `http://public.test/header/${header}?status=${status}&to=${encodeURIComponent(value)}`,
      ends: null,
      reaches: [HERE],
      leadsTo: null,
    }),
  ),
  {
    title: 'from one public host to another, which is allowed',
    url: from('http://other-public.test/'),
    ends: null,
    reaches: [HERE, '93.184.216.35:80'],
    leadsTo: null,
  },
]
