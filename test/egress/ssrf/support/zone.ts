/** Where the attacker's servers are: addresses that are public by their range. */
export const PUBLIC = '93.184.216.34'
export const PUBLIC_6 = '2606:2800:220:1::34'

/** The operator's proxy. */
export const PROXY = 'http://10.255.0.1:8080'

/** A name in the place of an address is an alias (CNAME). */
type Answer = string[]

const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `93.184.216.${40 + i}`)

/** What the name server answers: successive answers of a name, of which the last one stays. */
export const ZONE: Record<string, Answer[]> = {
  'public.test': [[PUBLIC]],
  'public-six.test': [[PUBLIC_6]],
  'other-public.test': [['93.184.216.35']],

  'loopback.test': [['127.0.0.1']],
  'loopback-six.test': [['::1']],
  'private.test': [['10.0.0.1']],
  'private-six.test': [['fd00:1::1']],
  'zero.test': [['0.0.0.0']],
  'zero-six.test': [['::']],
  'link-local.test': [['169.254.1.1']],
  'metadata.test': [['169.254.169.254']],
  'wire-server.test': [['168.63.129.16']],
  'alibaba.test': [['100.100.100.200']],
  'mapped.test': [['::ffff:10.0.0.1']],
  'compatible.test': [['::10.0.0.1']],
  'nat-six-four.test': [['64:ff9b::10.0.0.1']],
  'six-to-four.test': [['2002:a00:1::1']],
  '127.0.0.1.nip.test': [['127.0.0.1']],
  '10-0-0-1.nip.test': [['10.0.0.1']],
  'a9fea9fe.nip.test': [['169.254.169.254']],
  '127.0.0.1.public.test': [['127.0.0.1']],

  'rebind.test': [[PUBLIC], ['10.0.0.1']],
  'rebind-loopback.test': [[PUBLIC], ['127.0.0.1']],
  'rebind-metadata.test': [[PUBLIC], ['169.254.169.254']],
  'rebind-six.test': [[PUBLIC_6], ['fd00:1::1']],
  'rebind-zero.test': [[PUBLIC], ['0.0.0.0']],
  'rebind-alias.test': [[PUBLIC], ['private.test']],
  'rebind-back.test': [['10.0.0.1'], [PUBLIC]],
  'rebind-late.test': [[PUBLIC], [PUBLIC], [PUBLIC], ['10.0.0.1']],

  'mixed.test': [[PUBLIC, '10.0.0.1']],
  'mixed-first.test': [['10.0.0.1', PUBLIC]],
  'mixed-families.test': [[PUBLIC, 'fd00:1::1']],
  'mixed-families-back.test': [['10.0.0.1', PUBLIC_6]],
  'mixed-mapped.test': [[PUBLIC, '::ffff:127.0.0.1']],
  'mixed-among-many.test': [[...many(6), '10.0.0.1']],

  'alias.test': [['private.test']],
  'alias-of-localhost.test': [['localhost']],
  'alias-of-metadata.test': [['metadata.google.internal']],
  'alias-chain.test': [['alias-two.test']],
  'alias-two.test': [['alias-three.test']],
  'alias-three.test': [['metadata.test']],

  localhost: [['127.0.0.1']],
  'app.localhost': [['127.0.0.1']],
  'a.b.localhost': [['127.0.0.1']],
  metadata: [['169.254.169.254']],
  'metadata.google.internal': [['169.254.169.254']],
  'metadata.goog': [['169.254.169.254']],
  'instance-data': [['169.254.169.254']],
  'instance-data.ec2.internal': [['169.254.169.254']],
  'metadata.tencentyun.com': [['169.254.0.23']],
  'metadata.azure.internal': [['169.254.169.254']],
  'metadata.packet.net': [['192.80.8.124']],
  'metadata.platformequinix.com': [['145.40.110.4']],

  'internal.example': [['10.1.1.1']],
  'sub.internal.example': [['10.1.1.2']],
  'evilinternal.example': [['10.1.1.3']],
  'evil-internal.example': [['10.1.1.3']],
  'internal.example.evil.test': [['10.1.1.4']],
  'internal.examples': [['10.1.1.5']],
  'internal-example': [['10.1.1.6']],
  internalxexample: [['10.1.1.6']],
  'in-range.test': [['10.0.0.3']],
  'half-in-range.test': [['10.0.0.3', '10.0.0.9']],
  'leaves-range.test': [['10.0.0.3'], ['10.0.0.9']],

  'api.bank.example': [[PUBLIC]],
  'bank.example': [[PUBLIC]],
  'a.b.bank.example': [[PUBLIC]],
  'badbank.example': [[PUBLIC]],
  'bank.example.evil.test': [[PUBLIC]],
  'api.bank.example.evil.test': [[PUBLIC]],
  'api-bank.example': [[PUBLIC]],
}

/** `/etc/hosts` inside the namespace. */
export const HOSTS = `127.0.0.1 localhost localhost.localdomain localhost4 this-machine
::1 ip6-localhost ip6-loopback localhost6
10.9.8.7 intranet intranet.corp
169.254.169.254 of-the-cloud
`
