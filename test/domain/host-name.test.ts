import test from 'ava'
import fc from 'fast-check'
import { canonicalHost, hostMatches } from '../../domain/host-name.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import '../support/property-seed.ts'

test('gives every spelling of an IPv4 address as dotted decimal', (t) => {
  for (const spelling of [
    '2130706433',
    '0x7f000001',
    '0X7F.1',
    '0177.0.0.1',
    '017700000001',
    '127.1',
    '127.0.1',
    '127.0.0.1.',
    '１２７.０.０.１',
    '127。0。0。1',
  ])
    t.is(canonicalHost(spelling), '127.0.0.1', spelling)
})

test('gives names in lower case and punycode, without a trailing dot', (t) => {
  t.is(canonicalHost('API.Example.COM.'), 'api.example.com')
  t.is(canonicalHost('bücher.example'), 'xn--bcher-kva.example')
})

test('takes IPv6 addresses with or without brackets, in their shortest form', (t) => {
  t.is(canonicalHost('[::FFFF:127.0.0.1]'), '::ffff:7f00:1')
  t.is(canonicalHost('0:0:0:0:0:0:0:1'), '::1')
})

test('refuses what is more than a host', (t) => {
  for (const host of [
    '',
    '.',
    'a..b',
    '.a',
    'localhost..',
    '127.0.0.1..',
    'a b',
    'user@host',
    'host/path',
    'host?query',
    'host#fragment',
    'host\\path',
    'host:80',
    '%31',
    'a\nb',
    'fe80::1%eth0',
    '[::1',
    '::1]',
    '1.2.3.4.5',
    '0x100000000',
    '256.1.1.1',
    'a..',
    'a..b',
    '.a',
    'x'.repeat(300),
  ]) {
    const error = t.throws(() => canonicalHost(host), { instanceOf: RunFailure }, JSON.stringify(host))
    t.is(error?.code, 'invalid_request')
  }
})

test('is settled: what it gives stays as it is', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.domain(), fc.ipV4Extended(), fc.ipV6(), fc.string()), (host) => {
      let once: string
      try {
        once = canonicalHost(host)
      } catch (error) {
        return error instanceof RunFailure
      }
      return canonicalHost(once) === once
    }),
  )
  t.pass()
})

test('matches a host pattern by the whole name, or below a leading asterisk', (t) => {
  t.true(hostMatches('API.stripe.com.', 'api.stripe.com'))
  t.true(hostMatches('a.b.stripe.com', '*.stripe.com'))
  t.false(hostMatches('stripe.com', '*.stripe.com'))
  t.false(hostMatches('evilstripe.com', '*.stripe.com'))
  t.false(hostMatches('api.stripe.com.evil.com', 'api.stripe.com'))
})
