import test from 'ava'
import { addressProblem, parseAddress } from '../../domain/address.ts'

const problemOf = (text: string): string | null => {
  const address = parseAddress(text)
  return address ? addressProblem(address) : 'no address'
}

const refused = {
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd00:ec2::254'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'link-local': ['169.254.169.254', '169.254.0.1', 'fe80::1'],
  'carrier network': ['100.64.0.1', '100.127.255.254', '100.100.100.200'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  reserved: [
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '240.0.0.1',
    '100::1',
    '2001:db8::1',
    '2001:2::1',
    '3fff::1',
    '5f00::1',
    'fec0::1',
    '4000::1',
    '::ffff:0:10.0.0.1',
  ],
  broadcast: ['255.255.255.255'],
  'cloud metadata': ['168.63.129.16', '::ffff:168.63.129.16'],
}

for (const [what, addresses] of Object.entries(refused))
  test(`refuses ${what} addresses`, (t) => {
    for (const address of addresses) t.truthy(problemOf(address), address)
  })

const carrying = {
  'v4-mapped': (hex: string, dotted: string) => [`::ffff:${dotted}`, `::ffff:${hex}`],
  'v4-compatible': (_: string, dotted: string) => [`::${dotted}`],
  NAT64: (hex: string, dotted: string) => [`64:ff9b::${dotted}`, `64:ff9b::${hex}`],
  '6to4': (hex: string) => [`2002:${hex}::1`],
  Teredo: (hex: string) => [`2001:0:${hex}:0:0:f7f7:f7f7`],
  ISATAP: (_: string, dotted: string) => [`2606:4700::5efe:${dotted}`],
}

for (const [what, spell] of Object.entries(carrying))
  test(`judges the IPv4 address that a ${what} address carries`, (t) => {
    for (const address of [...spell('7f00:1', '127.0.0.1'), ...spell('a9fe:a9fe', '169.254.169.254')])
      t.truthy(problemOf(address), address)
    for (const address of spell('808:808', '8.8.8.8')) t.is(problemOf(address), null, address)
  })

test("judges a Teredo address by its client's address too, which it holds inverted", (t) => {
  t.truthy(problemOf('2001:0:808:808:0:0:80ff:fffe'))
})

test('refuses the whole of local-use NAT64', (t) => {
  t.truthy(problemOf('64:ff9b:1::8.8.8.8'))
})

test('lets public addresses pass', (t) => {
  for (const address of [
    '8.8.8.8',
    '1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ])
    t.is(problemOf(address), null, address)
})

test('parses one spelling only, and no scoped address', (t) => {
  for (const text of ['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '1.2.3', 'fe80::1%eth0', 'host', ''])
    t.is(parseAddress(text), null, text)
})
