/*
 * The entries of ERRAND_EGRESS_ALLOW and the hosts that a secret is bound to: neither matches more than it says.
 */
import test from 'ava'
import { readConfiguration } from '../../../domain/configuration.ts'
import { createEgressPolicy } from '../../../egress/policy.ts'
import { secretInputSchema } from '../../../storage/secrets.ts'
import { EXEMPTIONS } from './cases/exemptions.ts'
import { SECRET_HOSTS } from './cases/secret-hosts.ts'
import { testCases } from './support/test-cases.ts'

testCases({ 'an exemption:': EXEMPTIONS, 'a bound secret:': SECRET_HOSTS })

for (const entry of [
  '*',
  '*.internal.example',
  '*internal.example',
  'internal.*',
  'in*.example',
  '.internal.example',
  '10.0.0.*',
  '10.*',
  '10.0.0.1-10.0.0.9',
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '10.0.0.0/255.0.0.0',
  'internal.example/8',
  '10.1',
  '0x0a000001',
  '167772161',
  '１０.0.0.1',
  'fd00::/129',
  '[fd00::1',
  'fe80::1%eth0',
  'http://internal.example',
  'internal.example/path',
  'user@internal.example',
  'internal.example:0',
  'internal.example:65536',
  'internal.example:http',
  'internal.example:80:80',
  ':80',
])
  test(`an exemption for ${entry} is refused as unreadable`, (t) => {
    t.throws(() => createEgressPolicy({ allow: [entry] }), { message: /ERRAND_EGRESS_ALLOW/ })
    t.throws(() => readConfiguration({ ERRAND_EGRESS_ALLOW: entry }), { message: /ERRAND_EGRESS_ALLOW/ })
  })

for (const pattern of [
  '*',
  '*.',
  '*.*.example.com',
  'api.*.example.com',
  'api.*',
  '*example.com',
  '.example.com',
  'example.com:443',
  'https://example.com',
  'example.com/path',
  'user@example.com',
])
  test(`a secret can not be bound to ${pattern}`, (t) => {
    const { success } = secretInputSchema.safeParse({ value: 'tok_0123456789', allowed_hosts: [pattern] })
    t.false(success)
  })
