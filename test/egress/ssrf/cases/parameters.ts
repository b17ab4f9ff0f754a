// What a parameter can do to the URL that it stands in.
import type { Case } from '../support/case.ts'
import { PUBLIC } from '../support/zone.ts'

/** A value for the host that is none: pasted as it is, it would lead to `leadsTo`. */
const noHost = (title: string, host: string, leadsTo: string | null, url = 'http://{host}/'): Case => ({
  title,
  url,
  parameters: { host },
  ends: 'invalid_request',
  leadsTo,
  unguarded: 'plain-client',
})

/** A value that is a host, and one that may not be reached. */
const forbiddenHost = (title: string, host: string, leadsTo: string): Case => ({
  title,
  url: 'http://{host}/',
  parameters: { host },
  ends: 'blocked_address',
  leadsTo,
})

export const HOST_PARAMETERS: Case[] = [
  noHost('user name', 'public.test@127.0.0.1', '127.0.0.1:80'),
  noHost('user name and password', 'user:password@127.0.0.1', '127.0.0.1:80'),
  noHost('host and port as user name and password', 'public.test:80@private.test', '10.0.0.1:80'),
  noHost('empty user name', '@private.test', '10.0.0.1:80'),
  noHost('user name with an encoded slash', '%2f@private.test', '10.0.0.1:80'),
  noHost('two user names', 'public.test@public.test@private.test', '10.0.0.1:80'),
  noHost('path', 'private.test/admin', '10.0.0.1:80/admin/'),
  noHost('query', 'private.test?', '10.0.0.1:80'),
  noHost('fragment', 'private.test#', '10.0.0.1:80'),
  noHost('fragment before a public host', 'private.test#@public.test', '10.0.0.1:80'),
  noHost('backslash', 'private.test\\', '10.0.0.1:80'),
  noHost('backslash before a public host', 'private.test\\@public.test', '10.0.0.1:80'),
  noHost('leading backslashes', '\\\\private.test', '10.0.0.1:80'),
  noHost('leading slashes', '//private.test', '10.0.0.1:80'),
  noHost('tab', 'priv\tate.test', '10.0.0.1:80'),
  noHost('line break', 'private\r\n.test', '10.0.0.1:80'),
  noHost('another request line', 'private.test/ HTTP/1.1\r\nX-Injected: 1', '10.0.0.1:80'),
  noHost('percent-encoded address', '%31%32%37.0.0.1', '127.0.0.1:80'),
  noHost('percent-encoded dots', '127%2e0%2e0%2e1', '127.0.0.1:80'),
  noHost('ideographic full stops', '127。0。0。1', '127.0.0.1:80'),
  noHost('zero-width space', '127.0.0.1\u200b', '127.0.0.1:80'),
  noHost('whole URL', 'http://private.test', null),
  noHost('whole URL in the place of a path', 'private.test/x', '10.0.0.1:80/x', 'http://{host}'),
  noHost('nothing, which makes the path the host', '', '10.0.0.1:80', 'http://{host}/private.test/'),
  noHost('space', ' 127.0.0.1', null),
  noHost('NUL', '127.0.0.1\u0000.public.test', null),
  noHost('zone id', 'fe80::1%lo', null),
  noHost('encoded zone id', '[fe80::1%25lo]', null),
  noHost('bracket without end', '[::1', null),
  noHost('two ports', '127.0.0.1:80:80', null),
  noHost('port that is too high', '127.0.0.1:65616', null),
  noHost('negative port', '127.0.0.1:-80', null),
  noHost('five numbers', '127.0.0.1.1', null),
  noHost('number that is too high', '127.0.0.256', null),
  noHost('port where the action has one', 'private.test:6379#', '10.0.0.1:6379', 'http://{host}:8080/'),
  noHost('path where the action has a port', 'private.test/', '10.0.0.1:80', 'http://{host}:8080/'),
  noHost('port of a written host', '80@private.test', '10.0.0.1:80', 'http://public.test:{host}/'),
  noHost('end of a written host', '@private.test', '10.0.0.1:80', 'http://public.test{host}/'),
  noHost('more of a written host', '.internal@private', '10.0.0.1:80', 'http://public{host}.test/'),
  noHost('beginning of a written host', 'private.test/', '10.0.0.1:80', 'http://{host}.public.test/'),
  noHost('user name of a written host', 'private.test/', '10.0.0.1:80', 'http://{host}@public.test/'),
  {
    ...noHost('port 0', 'public.test:0', `dialled ${PUBLIC}:0`),
    unguarded: 'switched-off',
  },
  forbiddenHost('loopback', '127.0.0.1', '127.0.0.1:80'),
  forbiddenHost('loopback with a port', '127.0.0.1:8080', '127.0.0.1:8080'),
  forbiddenHost('loopback as a number', '2130706433', '127.0.0.1:80'),
  forbiddenHost('loopback in two hexadecimal parts', '0x7f.1', '127.0.0.1:80'),
  forbiddenHost('loopback in full-width digits', '１２７.０.０.１', '127.0.0.1:80'),
  forbiddenHost('loopback in circled digits', '①②⑦.⓪.⓪.①', '127.0.0.1:80'),
  forbiddenHost('zero', '0', '127.0.0.1:80'),
  forbiddenHost('IPv6 loopback', '::1', '[::1]:80'),
  forbiddenHost('IPv6 loopback in brackets', '[::1]', '[::1]:80'),
  forbiddenHost('a mapped loopback with a port', '[::ffff:7f00:1]:8080', '127.0.0.1:8080'),
  forbiddenHost('localhost', 'LOCALHOST.', '127.0.0.1:80'),
  forbiddenHost('metadata', 'metadata.google.internal', '169.254.169.254:80'),
  forbiddenHost('a private name', 'private.test', '10.0.0.1:80'),
  forbiddenHost('a private name with a trailing dot and a port', 'private.test.:6379', '10.0.0.1:6379'),
]

/** A value that stays in its place, where pasting it would change what is asked for. */
const stays = (title: string, url: string, value: string, arrives: string, leadsTo: string): Case => ({
  title,
  url: `http://public.test${url}`,
  parameters: { value },
  ends: null,
  reaches: [`${PUBLIC}:80`],
  arrives: `${PUBLIC}:80${arrives}`,
  leadsTo: `${PUBLIC}:80${leadsTo}`,
  unguarded: 'plain-client',
})

/** A value that would make a path segment lead to another path. */
const leavesPath = (title: string, value: string, leadsTo: string): Case => ({
  title,
  url: 'http://public.test/items/{value}/admin',
  parameters: { value },
  ends: 'invalid_request',
  leadsTo: `${PUBLIC}:80${leadsTo}`,
  unguarded: 'plain-client',
})

const ITEM = '/items/{value}'
const FIND = '/find?q={value}'

export const PATH_PARAMETERS: Case[] = [
  leavesPath('the parent folder', '..', '/admin'),
  leavesPath('this folder', '.', '/items/admin'),
  leavesPath('the encoded parent folder', '%2e%2e', '/admin'),
  leavesPath('the half encoded parent folder', '.%2E', '/admin'),
  leavesPath('the doubly encoded parent folder', '%252e%252e', '/items/%252e%252e/admin'),
  leavesPath('the parent folder in overlong UTF-8', '%c0%ae%c0%ae', '/items/%c0%ae%c0%ae/admin'),
  leavesPath('nothing', '', '/items//admin'),
  stays('a way up', ITEM, '../admin', '/items/..%2Fadmin', '/admin'),
  stays('a way up from below', ITEM, 'a/../../admin', '/items/a%2F..%2F..%2Fadmin', '/admin'),
  stays('a way up with backslashes', ITEM, '..\\admin', '/items/..%5Cadmin', '/admin'),
  stays('a way up with an encoded slash', ITEM, '..%2fadmin', '/items/..%252fadmin', '/items/..%2fadmin'),
  stays('a way up with a tab in it', ITEM, '.\t./admin', '/items/.%09.%2Fadmin', '/admin'),
  stays('a host behind two slashes', '/{value}', '/private.test/', '/%2Fprivate.test%2F', '//private.test/'),
  stays('a host behind an @', '/{value}', '@private.test', '/%40private.test', '/@private.test'),
  stays('a query', ITEM, '1?admin=true', '/items/1%3Fadmin%3Dtrue', '/items/1?admin=true'),
  stays('a fragment', '/items/{value}/public', '1#', '/items/1%23/public', '/items/1'),
  stays('a line break', ITEM, 'x\r\nHost: a', '/items/x%0D%0AHost%3A%20a', '/items/xHost:%20a'),
  stays(
    'another pair of the query',
    FIND,
    '1&admin=true',
    '/find?q=1%26admin%3Dtrue',
    '/find?q=1&admin=true',
  ),
  stays('the end of the query', '/find?q={value}&user=me', '1#', '/find?q=1%23&user=me', '/find?q=1'),
  stays('a line break in the query', FIND, 'a\r\nb', '/find?q=a%0D%0Ab', '/find?q=ab'),
  {
    title: 'a header with a line break',
    url: 'http://public.test/',
    headers: { 'X-Name': '{value}' },
    parameters: { value: 'a\r\nHost: private.test' },
    ends: 'invalid_request',
    leadsTo: null,
  },
  {
    title: 'a Host header for another host, which changes no connection',
    url: 'http://public.test/',
    headers: { Host: '{value}' },
    parameters: { value: 'private.test' },
    ends: null,
    reaches: [`${PUBLIC}:80`],
    leadsTo: null,
  },
]
