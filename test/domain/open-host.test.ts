import test from 'ava'
import { type ApiCall, parameterSchema } from '../../domain/action.ts'
import { secretsForAnyHost } from '../../domain/open-host.ts'

const parameters = [parameterSchema.parse({ name: 'host' })]
const call = (url: string, headers = { Authorization: '{TOKEN}' }): ApiCall => ({
  method: 'GET',
  url,
  headers,
  body: null,
  idempotency_key: false,
})

test('a host that is a parameter sends secrets anywhere, as far as they are not bound', (t) => {
  t.deepEqual(secretsForAnyHost(call('https://{host}/'), parameters, ['TOKEN', 'OTHER']), {
    parameter: 'host',
    secrets: ['TOKEN'],
  })
  t.deepEqual(secretsForAnyHost(call('https://{host}:8443/?k={TOKEN}', {} as never), parameters, ['TOKEN']), {
    parameter: 'host',
    secrets: ['TOKEN'],
  })
  t.is(secretsForAnyHost(call('https://{host}/'), parameters, []), null)
  t.is(secretsForAnyHost(call('https://{host}/', {} as never), parameters, ['TOKEN']), null)
})

test('a host that is written out, or is a secret itself, sends them to one place', (t) => {
  t.is(secretsForAnyHost(call('https://api.example.com/{host}'), parameters, ['TOKEN']), null)
  t.is(secretsForAnyHost(call('https://{SERVICE_HOST}/'), parameters, ['TOKEN', 'SERVICE_HOST']), null)
})
