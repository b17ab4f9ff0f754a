/*
 * The template 'parcel-tracking' as it is, against a server that speaks Shippo's API. An API Call: Errand itself
 * makes the request, so this process has to trust the server's authority, and the tests run one by one.
 */
import test, { type ExecutionContext } from 'ava'
import { startTemplate, type TemplateBench } from './support/bench.ts'
import { type Protocol, tooMany } from './support/service.ts'

const HOST = 'api.goshippo.com'
const TOKEN = 'shippo_live_templates_5f4e3d2c1b0a'
const CARRIERS = ['usps', 'ups', 'fedex', 'dhl_express', 'shippo']

const event = (status: string, details: string, date: string) => ({
  object_id: `o-${date}`,
  object_created: date,
  object_updated: null,
  status,
  status_details: details,
  status_date: date,
  substatus: null,
  location: { city: 'Las Vegas', state: 'NV', zip: '89101', country: 'US' },
})

const tracked = {
  carrier: 'usps',
  tracking_number: '9205590164917312751089',
  address_from: { city: 'San Francisco', state: 'CA', zip: '94103', country: 'US' },
  address_to: { city: 'Chicago', state: 'IL', zip: '60611', country: 'US' },
  eta: '2026-03-03T12:00:00Z',
  original_eta: '2026-03-02T12:00:00Z',
  servicelevel: { token: 'usps_priority', name: 'Priority Mail' },
  metadata: null,
  messages: [],
  transaction: null,
  tracking_status: event('TRANSIT', 'Your shipment has departed from the origin.', '2026-03-01T12:00:00Z'),
  tracking_history: [
    event('PRE_TRANSIT', 'Shipment information received.', '2026-02-28T12:00:00Z'),
    event('TRANSIT', 'Your shipment has departed from the origin.', '2026-03-01T12:00:00Z'),
  ],
}

const shippo: Protocol = ({ method, path, headers }) => {
  if (headers.authorization !== `ShippoToken ${TOKEN}`)
    return { status: 401, body: { detail: 'Invalid token' } }
  const [, carrier = '', number = ''] = /^\/tracks\/([^/]+)\/([^/]+)$/.exec(path) ?? []
  if (method !== 'GET' || !number) return { status: 404, body: { detail: 'Not found.' } }
  if (!CARRIERS.includes(carrier))
    return { status: 400, body: { carrier: [`Invalid value specified for provider '${carrier}'`] } }
  if (number === tracked.tracking_number) return { body: tracked }
  // A number that no carrier has said anything of yet.
  return {
    body: { ...tracked, tracking_number: number, eta: null, tracking_status: null, tracking_history: [] },
  }
}

const start = (t: ExecutionContext, token = TOKEN): Promise<TemplateBench> =>
  startTemplate(t, 'parcel-tracking', {
    names: [HOST],
    protocol: shippo,
    secrets: { SHIPPO_API_TOKEN: token },
  })

const parcel = { carrier: 'usps', tracking_number: tracked.tracking_number }

test.serial('gives the status of a parcel and when it should arrive', async (t) => {
  const { run, service } = await start(t)
  const { result, error } = await run(parcel)
  t.is(error, null)
  t.deepEqual(result, tracked)
  t.is(service.calls[0]?.headers['shippo-api-version'], '2018-02-08')
})

test.serial('answers without a status where the carrier knows nothing of the number yet', async (t) => {
  const { run } = await start(t)
  const { result, error } = await run({ ...parcel, tracking_number: '1234' })
  t.is(error, null)
  t.like(result, { tracking_number: '1234', tracking_status: null, tracking_history: [] })
})

test.serial('a number cannot lead to another path', async (t) => {
  const { run, service } = await start(t)
  t.is((await run({ ...parcel, tracking_number: 'a/../../x?y' })).error, null)
  t.is(service.calls[0]?.path, '/tracks/usps/a%2F..%2F..%2Fx%3Fy')
  const { error } = await run({ ...parcel, tracking_number: '..' })
  t.is(error?.code, 'invalid_request')
})

test.serial('says what Shippo says where token or carrier are wrong', async (t) => {
  const { run } = await start(t)
  const carrier = await run({ ...parcel, carrier: 'owl' })
  t.deepEqual(carrier.error, { code: 'http_error', message: `${HOST} answered 400 Bad Request.` })
  t.regex(carrier.output, /Invalid value specified for provider 'owl'/)
  const { run: stranger } = await start(t, 'shippo_live_of_somebody_else')
  const wrong = await stranger(parcel)
  t.deepEqual(wrong.error, { code: 'http_error', message: `${HOST} answered 401 Unauthorized.` })
  t.deepEqual(wrong.result, { detail: 'Invalid token' })
})

test.serial(
  'waits as long as it is told where it asks too often, and tries again after a fault',
  async (t) => {
    const { run, service } = await start(t)
    service.first(tooMany(1), { status: 503 })
    t.is((await run(parcel)).error, null)
    t.is(service.calls.length, 3)
    service.first(tooMany(600))
    t.is((await run(parcel)).error?.message, `${HOST} answered 429 Too Many Requests.`)
  },
)
