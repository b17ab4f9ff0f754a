// What code in a container asks of the gate, its only way out.
import type { Case } from '../support/case.ts'
import { PUBLIC } from '../support/zone.ts'

const blocked = (url: string, leadsTo: string): Case => ({
  title: url,
  url,
  ends: 'blocked_address',
  leadsTo,
})

/** No target at all to the gate; other clients would find one in it. */
const unreadable = (url: string, leadsTo: string | null): Case => ({
  title: url,
  url,
  ends: 'invalid_request',
  leadsTo,
  unguarded: 'plain-client',
})

const passed = (url: string, reaches: string, more: Partial<Case> = {}): Case => ({
  title: `${url}, which is allowed`,
  url,
  ends: null,
  reaches: [reaches],
  leadsTo: null,
  ...more,
})

export const GATE: Case[] = [
  blocked('CONNECT 127.0.0.1:443', '127.0.0.1:443'),
  blocked('CONNECT 127.0.0.1:6379', '127.0.0.1:6379'),
  blocked('CONNECT 2130706433:443', '127.0.0.1:443'),
  blocked('CONNECT 0x7f.1:443', '127.0.0.1:443'),
  blocked('CONNECT 0177.0.0.1:443', '127.0.0.1:443'),
  blocked('CONNECT 0:443', '127.0.0.1:443'),
  blocked('CONNECT [::1]:443', '[::1]:443'),
  blocked('CONNECT [::ffff:127.0.0.1]:443', '127.0.0.1:443'),
  blocked('CONNECT [64:ff9b::a00:1]:443', '[64:ff9b::a00:1]:443'),
  blocked('CONNECT [fd00:ec2::254]:80', '[fd00:ec2::254]:80'),
  blocked('CONNECT localhost:443', '127.0.0.1:443'),
  blocked('CONNECT LOCALHOST.:443', '127.0.0.1:443'),
  blocked('CONNECT app.localhost:443', '127.0.0.1:443'),
  blocked('CONNECT intranet:443', '10.9.8.7:443'),
  blocked('CONNECT metadata.google.internal:80', '169.254.169.254:80'),
  blocked('CONNECT private.test:443', '10.0.0.1:443'),
  blocked('CONNECT alias-chain.test:443', '169.254.169.254:443'),
  blocked('CONNECT mixed.test:443', '10.0.0.1:443'),
  blocked('CONNECT rebind-back.test:443', '10.0.0.1:443'),
  blocked('CONNECT public.test:22', `${PUBLIC}:22`),
  blocked('CONNECT public.test:25', `${PUBLIC}:25`),
  blocked('GET http://127.0.0.1/', '127.0.0.1:80'),
  blocked('GET http://127.1:2375/containers/json', '127.0.0.1:2375/containers/json'),
  blocked('GET http://[::1]/', '[::1]:80'),
  blocked('GET http://[::ffff:a9fe:a9fe]/latest/meta-data/', '169.254.169.254:80/latest/meta-data/'),
  blocked('GET http://0xa9fea9fe/', '169.254.169.254:80'),
  blocked('GET http://private.test/', '10.0.0.1:80'),
  blocked('GET http://PRIVATE.test./', '10.0.0.1:80'),
  blocked('GET http://rebind-back.test/', '10.0.0.1:80'),
  blocked('GET http://public.test:25/', `${PUBLIC}:25`),
  unreadable('GET http://public.test@127.0.0.1/', '127.0.0.1:80'),
  unreadable('GET http://a:b@127.0.0.1/', '127.0.0.1:80'),
  unreadable('GET http://127.0.0.1\\@public.test/', '127.0.0.1:80'),
  unreadable('GET http://127.0.0.1%2f@public.test/', `${PUBLIC}:80`),
  unreadable('GET http://%31%32%37.0.0.1/', '127.0.0.1:80'),
  unreadable('GET http:///127.0.0.1/', '127.0.0.1:80'),
  unreadable('GET https://127.0.0.1/', '127.0.0.1:443'),
  unreadable('GET ftp://127.0.0.1/', null),
  unreadable('GET //127.0.0.1/', null),
  unreadable('CONNECT public.test@127.0.0.1:80', '127.0.0.1:80'),
  unreadable('CONNECT 127.0.0.1:80/', '127.0.0.1:80'),
  unreadable('CONNECT 127.0.0.1', '127.0.0.1:80'),
  unreadable('CONNECT %31%32%37.0.0.1:80', '127.0.0.1:80'),
  unreadable('CONNECT [fe80::1%25lo]:80', null),
  unreadable('CONNECT metadata.packet.net..:80', '192.80.8.124:80'),
  unreadable('GET http://metadata.packet.net../', '192.80.8.124:80'),
  {
    ...blocked('CONNECT bank.example:443', `${PUBLIC}:443`),
    title: 'CONNECT bank.example:443 with a secret for *.bank.example',
    secretHosts: ['*.bank.example'],
    ends: 'secret_not_allowed',
  },
  {
    ...blocked('CONNECT badbank.example:443', `${PUBLIC}:443`),
    title: 'CONNECT badbank.example:443 with a secret for *.bank.example',
    secretHosts: ['*.bank.example'],
    ends: 'secret_not_allowed',
  },
  {
    ...blocked('GET http://sub.internal.example/', '10.1.1.2:80'),
    title: 'GET http://sub.internal.example/ where internal.example is exempt',
    allow: ['internal.example'],
  },
  {
    ...passed('GET http://rebind.test/', `${PUBLIC}:80`),
    leadsTo: '10.0.0.1:80',
    unguarded: 'checks-then-connects',
  },
  passed('GET http://public.test/', `${PUBLIC}:80`),
  passed('CONNECT public.test:443', `${PUBLIC}:443`),
  passed('CONNECT api.bank.example:443', `${PUBLIC}:443`, { secretHosts: ['*.bank.example'] }),
  passed('GET http://internal.example/', '10.1.1.1:80', { allow: ['internal.example'] }),
]
