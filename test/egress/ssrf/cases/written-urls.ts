// URLs that an action's author writes out so that parsers disagree about their host.
import type { Case } from '../support/case.ts'
import { PUBLIC } from '../support/zone.ts'

const refused = (ends: Case['ends'], url: string, leadsTo: string | null): Case => ({
  title: JSON.stringify(url),
  url,
  ends,
  leadsTo,
  ...(ends === 'blocked_address' ? {} : { unguarded: 'plain-client' }),
})

/** Reads as another host in other parsers, and leads to a public one here. */
const harmless = (url: string): Case => ({
  title: JSON.stringify(url),
  url,
  ends: null,
  reaches: [`${PUBLIC}:80`],
  leadsTo: null,
})

export const WRITTEN_URLS: Case[] = [
  refused('invalid_request', 'http://public.test@127.0.0.1/', '127.0.0.1:80'),
  refused('invalid_request', 'http://public.test:80@127.0.0.1/', '127.0.0.1:80'),
  refused('invalid_request', 'http://public.test%00@127.0.0.1/', '127.0.0.1:80'),
  refused('invalid_request', 'http://public.test&@private.test#@public.test/', '10.0.0.1:80'),
  refused('invalid_request', 'http://12\t7.0.0.1/', '127.0.0.1:80'),
  refused('invalid_request', 'http://127.0.0.1/\r\nX-Injected: 1', '127.0.0.1:80'),
  refused('blocked_address', 'http://127.0.0.1\\@public.test/', '127.0.0.1:80'),
  refused('blocked_address', 'http://127.0.0.1#@public.test/', '127.0.0.1:80'),
  refused('blocked_address', 'http://127.0.0.1?@public.test/', '127.0.0.1:80'),
  refused('blocked_address', 'http://127.0.0.1/?http://public.test/', '127.0.0.1:80'),
  refused('blocked_address', 'http://private.test/http://public.test', '10.0.0.1:80'),
  refused('blocked_address', 'HTTP://127.0.0.1/', '127.0.0.1:80'),
  refused('blocked_address', 'http://private.test:443/', '10.0.0.1:443'),
  refused('blocked_address', 'http://public.test:22/', `${PUBLIC}:22`),
  refused('blocked_address', 'http://public.test:25/', `${PUBLIC}:25`),
  refused('blocked_address', 'http://public.test:0025/', `${PUBLIC}:25`),
  refused('blocked_address', `http://${PUBLIC}:25/`, `${PUBLIC}:25`),
  refused('refused_on_save', 'http:127.0.0.1/', '127.0.0.1:80'),
  refused('refused_on_save', 'http:/127.0.0.1/', '127.0.0.1:80'),
  refused('refused_on_save', 'http:///127.0.0.1/', '127.0.0.1:80'),
  refused('refused_on_save', 'http:\\\\127.0.0.1/', '127.0.0.1:80'),
  refused('refused_on_save', 'ht\ttp://127.0.0.1/', '127.0.0.1:80'),
  refused('refused_on_save', ' http://127.0.0.1/', '127.0.0.1:80'),
  refused('refused_on_save', 'file:///etc/passwd', null),
  refused('refused_on_save', 'gopher://127.0.0.1:6379/_INFO', null),
  refused('refused_on_save', 'ftp://127.0.0.1/', null),
  harmless('http://public.test\\@127.0.0.1/'),
  harmless('http://public.test#@127.0.0.1/'),
  harmless('http://public.test?@127.0.0.1/'),
  harmless('http://public.test/@127.0.0.1/'),
]
