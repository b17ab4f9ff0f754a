import test from 'ava'
import { maskNetwork } from '../../activities/mask-network.ts'
import type { NetworkUse } from '../../domain/network-use.ts'

const use = (host: string): NetworkUse => ({
  host,
  port: 443,
  connections: 1,
  bytes_sent: 10,
  bytes_received: 20,
  refusals: 0,
  refused: null,
})
const hostsOf = (...hosts: string[]): string[] =>
  maskNetwork(hosts.map(use), [
    { name: 'TOKEN', value: 'Se-Cret-42', mask: true },
    { name: 'PROJECT', value: 'acme', mask: false },
  ]).map(({ host }) => host)

test('a secret in the name of a host is hidden, though names are put in lower case', (t) => {
  const base64 = Buffer.from('Se-Cret-42').toString('base64').replace(/=+$/, '').toLowerCase()
  const behindUser = Buffer.from('u:Se-Cret-42').toString('base64url').toLowerCase()
  const hex = Buffer.from('Se-Cret-42').toString('hex')
  t.regex(hostsOf(`${behindUser}.evil.example`)[0] ?? '', /^.{3}\*\*\*TOKEN\*\*\*\.evil\.example$/)
  t.deepEqual(hostsOf('se-cret-42.evil.example', `x.${base64}.evil.example`, `${hex}.evil.example`), [
    '***TOKEN***.evil.example',
    'x.***TOKEN***.evil.example',
    '***TOKEN***.evil.example',
  ])
})

test('what is no secret as such, and everything else of a line, stays', (t) => {
  t.deepEqual(maskNetwork([use('acme.example')], []), [use('acme.example')])
  t.deepEqual(hostsOf('acme.example', '*'), ['acme.example', '*'])
})
