// Which proxies and origins a configuration may name.
import test from 'ava'
import { ConfigurationError, readConfiguration } from '../../domain/configuration.ts'

test('takes a number of proxies, or their addresses and networks', (t) => {
  const read = (value: string) => readConfiguration({ ERRAND_TRUST_PROXY: value }).ERRAND_TRUST_PROXY
  t.is(read(''), undefined)
  t.is(read('1'), 1)
  t.deepEqual(read('loopback, 10.0.0.0/8,fd00::/8, 192.0.2.1'), [
    'loopback',
    '10.0.0.0/8',
    'fd00::/8',
    '192.0.2.1',
  ])
})

test('refuses whom everybody could pass for, and what is no address', (t) => {
  for (const value of [
    'true',
    '0',
    '11',
    '0.0.0.0/0',
    '::/0',
    '10.0.0',
    'proxy.internal',
    '10.0.0.1/33',
    ',',
  ])
    t.throws(
      () => readConfiguration({ ERRAND_TRUST_PROXY: value }),
      { instanceOf: ConfigurationError },
      value,
    )
})

test('takes origins, and nothing that is more or less than one', (t) => {
  const read = (value: string) => readConfiguration({ ERRAND_CORS_ORIGINS: value }).ERRAND_CORS_ORIGINS
  t.deepEqual(read('https://app.example.com, http://localhost:5173'), [
    'https://app.example.com',
    'http://localhost:5173',
  ])
  for (const value of [
    '*',
    'null',
    'https://*.example.com',
    'https://a.example/',
    'https://a.example/x',
    'a.example',
    'file://x',
    'https://a.example:443',
  ])
    t.throws(() => read(value), { instanceOf: ConfigurationError }, value)
})
