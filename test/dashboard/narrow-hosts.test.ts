// Where a template's secrets may be sent, once it is known which hosts somebody has.
import test from 'ava'
import { narrowHosts } from '../../web/src/pages/actions/start/narrow-hosts.ts'

const filledIn = (value: string, example?: string) => [{ value, example }]

test('an asterisk gives way to the host that was filled in', (t) => {
  t.deepEqual(narrowHosts(['*.zendesk.com'], filledIn('acme.zendesk.com')), ['acme.zendesk.com'])
  t.deepEqual(narrowHosts(['*.zendesk.com'], filledIn(' https://ACME.zendesk.com/agent/ ')), [
    'acme.zendesk.com',
  ])
})

test('an example gives way to what was given in its place, which may have a port', (t) => {
  const given = filledIn('api.acme.test:8443', 'api.example.com')
  t.deepEqual(narrowHosts(['api.example.com'], given), ['api.acme.test'])
})

test('of two hosts that are the same then, one is left', (t) => {
  const given = filledIn('us.posthog.com', 'eu.posthog.com')
  t.deepEqual(narrowHosts(['us.posthog.com', 'eu.posthog.com'], given), ['us.posthog.com'])
})

test('all else stays as it is: no host becomes one that nobody has named', (t) => {
  for (const value of [
    '',
    '   ',
    'zendesk.com',
    '.zendesk.com',
    'acme.zendesk.com.evil.test',
    'acmezendesk.com',
    'a b',
    '12345',
  ])
    t.deepEqual(narrowHosts(['*.zendesk.com'], filledIn(value)), ['*.zendesk.com'], value)
  t.deepEqual(narrowHosts(['api.stripe.com'], filledIn('evil.test')), ['api.stripe.com'])
  t.deepEqual(narrowHosts(['api.stripe.com'], filledIn('', 'api.stripe.com')), ['api.stripe.com'])
})
