// Where a bound secret may go, by the address of each hop as the HTTP client writes it.
import test from 'ava'
import { checkSecretHosts } from '../../activities/http/secret-hosts.ts'
import { readAllowedHost } from '../../domain/allowed-host.ts'

const secretFor = (...written: string[]) => {
  const allowed_hosts = written.map((text) => {
    const read = readAllowedHost(text)
    if ('problem' in read) throw new Error(read.problem)
    return read.host
  })
  return { name: 'TOKEN', value: 'value', mask: true, allowed_hosts }
}
const goesTo = (url: string, ...secrets: ReturnType<typeof secretFor>[]): boolean => {
  try {
    checkSecretHosts(secrets, new URL(url).href)
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== 'secret_not_allowed') throw error
    return false
  }
}

const CASES: [allowed: string, yes: string[], no: string[]][] = [
  [
    'api.example.com',
    [
      'https://API.example.com/',
      'https://api.example.com./',
      'http://api.example.com:8080/',
      'https://ＡＰＩ.example.com/',
    ],
    [
      'https://example.com/',
      'https://v1.api.example.com/',
      'https://xapi.example.com/',
      'https://api.example.com.evil.test/',
      'https://evil.test/api.example.com',
      'https://evil.test/?api.example.com',
    ],
  ],
  [
    '*.example.com',
    ['https://a.example.com/', 'https://a.b.EXAMPLE.com./'],
    [
      'https://example.com/',
      'https://notexample.com/',
      'https://a.example.com.evil.test/',
      'https://a.example.co/',
    ],
  ],
  [
    'bücher.example',
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://bucher.example/'],
  ],
  [
    '93.184.216.34',
    ['https://93.184.216.34/', 'https://1572395042/', 'https://0x5db8d822/'],
    ['https://93.184.216.35/', 'https://93.184.216.34.evil.test/', 'https://[::ffff:93.184.216.34]/'],
  ],
  ['2001:db8::1', ['https://[2001:db8:0::1]/', 'https://[2001:DB8::1]:8443/'], ['https://[2001:db8::2]/']],
]
for (const [allowed, yes, no] of CASES)
  test(`a secret for ${allowed} goes there under every spelling, and nowhere else`, (t) => {
    for (const url of yes) t.true(goesTo(url, secretFor('other.test', allowed)), url)
    for (const url of no) t.false(goesTo(url, secretFor('other.test', allowed)), url)
  })

test('several secrets go together only where each of them may', (t) => {
  const secrets = [secretFor('a.test', 'b.test'), secretFor('b.test', 'c.test')]
  t.true(goesTo('https://b.test/', ...secrets))
  for (const host of ['a', 'c']) t.false(goesTo(`https://${host}.test/`, ...secrets))
})

test('a secret that was bound by an older version, to a name in another spelling, is bound by it', (t) => {
  const old = { name: 'OLD', value: 'value', mask: true, allowed_hosts: ['API.example.com'] }
  t.true(goesTo('https://api.example.com/', old))
  t.false(goesTo('https://api.example.org/', old))
})
