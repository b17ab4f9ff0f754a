// Who does not trace does not pay: nothing of OpenTelemetry's SDK is loaded, and the workflows' bundle is the same.
import { createRequire } from 'node:module'
import test from 'ava'
import { pino } from 'pino'
import { isTracingOn } from '../../telemetry/tracing/open-tracing.ts'
import { openTelemetry } from '../../worker/metrics/telemetry.ts'
import '../../api/app.ts'
import '../../worker/create-workers.ts'

const { cache } = createRequire(import.meta.url)
const loaded = () =>
  Object.keys(cache).filter((path) =>
    /@opentelemetry\/(?!api\/)|@temporalio\/interceptors-opentelemetry/.test(path),
  )

test.serial('without the variables nothing of it is loaded', async (t) => {
  const telemetry = await openTelemetry({ ERRAND_METRICS_PORT: undefined }, pino({ level: 'silent' }))
  t.deepEqual(telemetry.workflowModules, [])
  t.is(telemetry.traceCall, undefined)
  t.is(telemetry.sdk, null)
  t.deepEqual(loaded(), [])
})

test.serial('it would be seen if it were', async (t) => {
  await import('../../telemetry/tracing/start-tracing.ts')
  t.true(loaded().length > 10)
})

test('it is on by an endpoint, and off by the variables that say so', (t) => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }
  t.true(isTracingOn(endpoint))
  t.true(isTracingOn({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }))
  t.false(isTracingOn({}))
  t.false(isTracingOn({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }))
  t.false(isTracingOn({ ...endpoint, OTEL_SDK_DISABLED: 'true' }))
  t.false(isTracingOn({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' }))
})
