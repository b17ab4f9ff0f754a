// What an operator exempts is reached, and nothing beside it.
import type { Case } from '../support/case.ts'

const refused = (title: string, allow: string, url: string, leadsTo: string): Case => ({
  title: `${allow} does not allow ${title}`,
  url,
  allow: [allow],
  ends: 'blocked_address',
  leadsTo,
})

const allowed = (title: string, allow: string, url: string, reaches: string): Case => ({
  title: `${allow} allows ${title}`,
  url,
  allow: [allow],
  ends: null,
  reaches: [reaches],
  leadsTo: null,
})

const NAME = 'internal.example'
const RANGE = '10.0.0.0/29'
const redirect = (to: string): string => `http://internal.example/redirect/302?to=${encodeURIComponent(to)}`

/** Where a redirect from the exempted host leads. */
const onward = (title: string, to: string, leadsTo: string): Case => ({
  ...refused(`a redirect to ${title}`, NAME, redirect(to), leadsTo),
  reaches: ['10.1.1.1:80'],
})

export const EXEMPTIONS: Case[] = [
  allowed('itself', NAME, 'http://internal.example/', '10.1.1.1:80'),
  allowed('itself in another spelling', NAME, 'http://INTERNAL.example./', '10.1.1.1:80'),
  allowed(
    'itself where it is spelled otherwise',
    'Internal.EXAMPLE.',
    'http://internal.example/',
    '10.1.1.1:80',
  ),
  refused('a name below it', NAME, 'http://sub.internal.example/', '10.1.1.2:80'),
  refused('a name that ends with it', NAME, 'http://evilinternal.example/', '10.1.1.3:80'),
  refused('a name that ends with it after a dash', NAME, 'http://evil-internal.example/', '10.1.1.3:80'),
  refused('a name that begins with it', NAME, 'http://internal.example.evil.test/', '10.1.1.4:80'),
  refused('a longer name', NAME, 'http://internal.examples/', '10.1.1.5:80'),
  refused('a name without its dot', NAME, 'http://internal-example/', '10.1.1.6:80'),
  refused('any character for its dot', NAME, 'http://internalxexample/', '10.1.1.6:80'),
  refused('its address', NAME, 'http://10.1.1.1/', '10.1.1.1:80'),
  refused('another port', NAME, 'http://internal.example:8080/', '10.1.1.1:8080'),
  refused('the port of its database', NAME, 'http://internal.example:27017/', '10.1.1.1:27017'),
  refused('loopback under the same port', NAME, 'http://127.0.0.1/', '127.0.0.1:80'),
  refused('another name in its query', NAME, 'http://private.test/?internal.example', '10.0.0.1:80'),
  refused('port 80', `${NAME}:8080`, 'http://internal.example/', '10.1.1.1:80'),
  allowed('its port', `${NAME}:8080`, 'http://internal.example:8080/', '10.1.1.1:8080'),
  onward('another private host', 'http://sub.internal.example/', '10.1.1.2:80'),
  onward('another of its ports', 'http://internal.example:8080/', '10.1.1.1:8080'),
  onward('its address', 'http://10.1.1.1/', '10.1.1.1:80/'),
  onward('loopback', 'http://127.0.0.1/', '127.0.0.1:80'),
  onward('metadata', 'http://169.254.169.254/', '169.254.169.254:80'),

  allowed('its last address', RANGE, 'http://10.0.0.7/', '10.0.0.7:80'),
  refused('the next address', RANGE, 'http://10.0.0.8/', '10.0.0.8:80'),
  refused('another network', RANGE, 'http://10.0.1.0/', '10.0.1.0:80'),
  refused('another port', RANGE, 'http://10.0.0.1:9200/', '10.0.0.1:9200'),
  allowed('an address in it, mapped', RANGE, 'http://[::ffff:10.0.0.3]/', '10.0.0.3:80'),
  refused('the next address, mapped', RANGE, 'http://[::ffff:10.0.0.8]/', '10.0.0.8:80'),
  refused('an address in it, compatible', RANGE, 'http://[::10.0.0.3]/', '[::10.0.0.3]:80'),
  refused('an address in it behind NAT64', RANGE, 'http://[64:ff9b::10.0.0.3]/', '[64:ff9b::a00:3]:80'),
  refused('an address in it behind 6to4', RANGE, 'http://[2002:a00:3::]/', '[2002:a00:3::]:80'),
  allowed('a name that leads into it', RANGE, 'http://in-range.test/', '10.0.0.3:80'),
  refused('a name that leads into it and out of it', RANGE, 'http://half-in-range.test/', '10.0.0.9:80'),
  {
    ...refused('a name that has left it', RANGE, 'http://leaves-range.test/', '10.0.0.9:80'),
    times: 2,
    reaches: ['10.0.0.3:80'],
  },
  {
    ...allowed('a name that leaves it after the check', RANGE, 'http://leaves-range.test/', '10.0.0.3:80'),
    leadsTo: '10.0.0.9:80',
    unguarded: 'checks-then-connects',
  },
  allowed('all that has its leading bits', '10.0.0.5/29', 'http://10.0.0.0/', '10.0.0.0:80'),
  refused('what has others', '10.0.0.5/29', 'http://10.0.0.8/', '10.0.0.8:80'),
  refused('its neighbour', '10.0.0.1', 'http://10.0.0.2/', '10.0.0.2:80'),
  refused('what begins alike', '10.0.0.1', 'http://10.0.0.10/', '10.0.0.10:80'),
  refused('IPv6 loopback', '127.0.0.0/8', 'http://[::1]/', '[::1]:80'),
  refused('the unspecified address', '127.0.0.1', 'http://0.0.0.0/', '127.0.0.1:80'),

  allowed('localhost', '127.0.0.1:8080', 'http://localhost:8080/', '127.0.0.1:8080'),
  refused('localhost at port 80', '127.0.0.1:8080', 'http://localhost/', '127.0.0.1:80'),
  refused('the next port', '127.0.0.1:8080', 'http://127.0.0.1:8081/', '127.0.0.1:8081'),
  refused('another loopback', '127.0.0.1:8080', 'http://127.0.0.2:8080/', '127.0.0.2:8080'),
  refused('IPv6 loopback', '127.0.0.1:8080', 'http://[::1]:8080/', '[::1]:8080'),
  allowed('itself', '[fd00:1::1]:9200', 'http://[fd00:1::1]:9200/', '[fd00:1::1]:9200'),
  refused('port 80', '[fd00:1::1]:9200', 'http://[fd00:1::1]/', '[fd00:1::1]:80'),
  refused('its neighbour', 'fd00:1::1', 'http://[fd00:1::2]/', '[fd00:1::2]:80'),
  refused('outside of it', 'fd00:1::/64', 'http://[fd00:1:0:1::1]/', '[fd00:1:0:1::1]:80'),
]
