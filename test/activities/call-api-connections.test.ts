/*
 * The connections that API Calls are made over: TLS as well as plain, kept alive or not, slow or not.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import test from 'ava'
import { startTlsServer } from '../sandbox/support/servers.ts'
import { startActivityBench } from '../support/activity-bench.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

for (const method of ['GET', 'POST'])
  test.serial(`a ${method} goes over TLS to a service whose authority is trusted`, async (t) => {
    const server = await startTlsServer(t, ['127.0.0.1'])
    const before = getCACertificates()
    setDefaultCACertificates([...before, server.ca])
    t.teardown(() => setDefaultCACertificates(before))
    const bench = await startActivityBench(t, [`127.0.0.1:${server.port}`])
    const call = { api_call: { method, url: `https://127.0.0.1:${server.port}/over/tls` } }
    const { error } = await bench.call(call)
    t.is(error, null)
    t.is(server.seen[0]?.url, '/over/tls')
  })

for (const method of ['GET', 'POST'])
  test.serial(`a ${method} sends nothing to a service whose certificate is not trusted`, async (t) => {
    const server = await startTlsServer(t, ['127.0.0.1'])
    const bench = await startActivityBench(t, [`127.0.0.1:${server.port}`])
    const call = { api_call: { method, url: `https://127.0.0.1:${server.port}/` }, timeout_seconds: 5 }
    const { error } = await bench.call(call)
    t.is(error?.code, 'connection_failed')
    t.regex(error?.message ?? '', /not trusted/)
    t.deepEqual(server.seen, [])
  })

test.serial('an answer that takes longer than an idle connection is kept still arrives', async (t) => {
  const target = await startTarget(async (_call, response) => {
    await delay(6_000)
    sendJson(response, { slow: true })
  })
  t.teardown(target.close)
  const bench = await startActivityBench(t, [target.address])
  for (const method of ['GET', 'POST']) {
    const { error, output } = await bench.call({ api_call: { method, url: `${target.url}/` } })
    t.is(error, null)
    t.is(output, '{"slow":true}')
  }
  t.is(target.calls.length, 2)
})

test.serial('calls that only read share a connection; others have one each', async (t) => {
  const ports: (number | undefined)[] = []
  const target = await startTarget((_call, response) => {
    ports.push(response.socket?.remotePort)
    sendJson(response, {})
  })
  t.teardown(target.close)
  const bench = await startActivityBench(t, [target.address])
  for (const method of ['GET', 'GET', 'POST', 'POST'])
    await bench.call({ api_call: { method, url: `${target.url}/` } })
  t.is(ports[0], ports[1])
  t.is(new Set(ports.slice(1)).size, 3)
})
