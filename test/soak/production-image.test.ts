/*
 * The repository's Dockerfile, built, and API and workers from that image with every restriction that docker-compose.yml
 * puts on them. Temporal and MongoDB are those of `npm test`. Takes minutes: the build installs every package.
 */

import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import test from 'ava'
import Docker from 'dockerode'
import getPort from 'get-port'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { apiClient } from '../support/api-client.ts'
import { type ComposeContainer, runOnce, runService } from '../support/compose-container.ts'
import { type ComposeService, readCompose, readEnvFile } from '../support/compose-file.ts'
import { buildErrandImage } from '../support/errand-image.ts'
import { eventually } from '../support/eventually.ts'
import { newNamespace } from '../support/namespace.ts'
import { traceSandbox } from '../support/sandbox-traces.ts'
import { sendJson, startTarget } from '../support/target-server.ts'
import { testDatabase } from '../support/test-storage.ts'

const CHECKOUT = join(import.meta.dirname, '..', '..')

test('API and workers from the built image do their work within the limits of the compose file', async (t) => {
  t.timeout(1_200_000)
  const docker = new Docker()
  const image = `errand-test-image:${randomUUID()}`
  t.teardown(() =>
    docker
      .getImage(image)
      .remove({ force: true })
      .catch(() => {}),
  )
  await buildErrandImage(docker, image)

  const folder = mkdtempSync(join(tmpdir(), 'errand-init-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  execFileSync('sh', [join(CHECKOUT, 'stack/production/init.sh')], { cwd: folder, stdio: 'pipe' })
  const secrets = readEnvFile(readFileSync(join(folder, '.env'), 'utf8'))
  const services = readCompose(secrets).services as Record<string, ComposeService>

  const target = await startTarget((_call, response) =>
    sendJson(response, { order: 1042, status: 'shipped' }),
  )
  t.teardown(target.close)
  const address = process.env.ERRAND_INTERNAL_TEST_TEMPORAL ?? ''
  const connection = await Connection.connect({ address })
  t.teardown(() => connection.close())
  const [{ url: mongodbUrl }, namespace, traces, port] = await Promise.all([
    testDatabase(t),
    newNamespace(connection, address),
    traceSandbox(t),
    getPort(),
  ])
  const volumes = `errand-test-${randomUUID()}`
  t.teardown(async () => {
    for (const name of ['worker-keys', 'api-keys'])
      await docker
        .getVolume(`${volumes}-${name}`)
        .remove()
        .catch(() => {})
  })
  const environment = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    MONGODB_URL: mongodbUrl,
    ERRAND_EGRESS_ALLOW: target.address,
  }
  const start = (name: string, own: Record<string, string> = {}): Promise<ComposeContainer> => {
    const service = services[name]
    if (!service) throw new Error(`There is no service ${name}.`)
    return runService(t, docker, service, { image, volumes, environment: { ...environment, ...own } })
  }
  const once = (name: string): Promise<string> => {
    const service = services[name]
    if (!service) throw new Error(`There is no service ${name}.`)
    return runOnce(t, docker, service, { image, volumes, environment })
  }

  await once('keys')
  // As at each `docker compose up`.
  t.regex(await once('keys'), /in their places/)
  const [apiPart, worker, sandboxWorker] = await Promise.all([
    start('api', { ERRAND_PORT: String(port), ERRAND_HOST: '127.0.0.1' }),
    start('worker', { ERRAND_METRICS_PORT: '' }),
    start('sandbox-worker', {
      ERRAND_METRICS_PORT: '',
      ERRAND_SANDBOX_IMAGE: traces.environment.ERRAND_SANDBOX_IMAGE,
    }),
  ])
  const parts = { api: apiPart, worker, sandboxWorker }
  const tellLogs = async (error: unknown): Promise<never> => {
    for (const [name, part] of Object.entries(parts)) t.log(name, await part.logs())
    throw error
  }
  const url = `http://127.0.0.1:${port}`
  await eventually(
    'readiness',
    () =>
      fetch(`${url}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    400_000,
  ).catch(tellLogs)

  const api = apiClient(url, secrets.ERRAND_ADMIN_KEY ?? '')
  await api.post('/gurus', { slug: 'shop' })
  const setSecret = () => api.put('/shop/secrets/SHOP_TOKEN', { value: 'token-value-4711' })
  await setSecret()
  const { id: order } = await api.post<{ id: string }>('/shop/actions', {
    name: 'Order status',
    trigger: 'When the user asks where an order is, or about its status',
    parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
    type: 'api_call',
    api_call: { url: `${target.url}/orders/{order_id}`, headers: { Authorization: 'Bearer {SHOP_TOKEN}' } },
    usage_instructions: 'Give the status',
  })
  const { id: python } = await api.post<{ id: string }>('/shop/actions', {
    name: 'Signed',
    trigger: 'Never',
    type: 'python',
    python: { code: "import os\nprint('signed', len(os.environ['SHOP_TOKEN']))" },
  })
  const everythingWorks = async () => {
    const call = await api.post<Run>(`/shop/actions/${order}/trigger?wait=true`, {
      parameters: { order_id: 1042 },
    })
    if (call.status !== 'succeeded')
      throw new Error(`The API Call is ${call.status}: ${JSON.stringify(call)}`)
    t.is(target.calls.at(-1)?.headers.authorization, 'Bearer token-value-4711')
    const run = await api.post<Run>(`/shop/actions/${python}/trigger?wait=true`)
    t.like(run, { status: 'succeeded', output: 'signed 16\n' }, JSON.stringify(run.error))
    const answer = await api.post<AnswerRecord>('/shop/answer', {
      question: 'What is the status of order 1042?',
    })
    t.regex(answer.content, /shipped/)
  }
  await everythingWorks().catch(tellLogs)

  for (const [name, part] of Object.entries(parts)) {
    await eventually(`the health of ${name}`, async () => (await part.health()) === 'healthy', 300_000)
    const { output: user } = await part.exec('id', '-u')
    t.is(user.trim(), '10010', name)
    for (const place of ['/opt/errand/api/main.ts', '/var/lib/errand/new', '/etc/new'])
      t.not((await part.exec('sh', '-c', `echo x >> ${place}`)).code, 0, `${name} can write ${place}`)
    t.not((await part.exec('sh', '-c', 'command -v npm || command -v npx')).code, 0, name)
  }
  const held = await apiPart.exec('find', '/var/lib/errand', '-type', 'f')
  t.is(held.output.trim(), '/var/lib/errand/keys/secrets.pub')
  t.not((await apiPart.exec('sh', '-c', 'ls /var/run/docker.sock')).code, 0)

  const dashboard = await (await fetch(url)).text()
  const [, script = 'none'] = /src="(\/assets\/[^"]+)"/.exec(dashboard) ?? []
  t.is((await fetch(`${url}${script}`)).status, 200, dashboard)

  // The command line inside the API's container has its admin key.
  const listed = await apiPart.exec('node', 'cli/main.ts', '--url', url, 'gurus', 'list')
  t.regex(listed.output, /^SLUG[\s\S]*shop/)

  t.regex(await once('rotate-secrets'), /Sealed with the new key now: 1 of 1 secret/)
  t.regex(await once('keys'), /in their places/)
  await setSecret()
  await everythingWorks().catch(tellLogs)

  for (const [name, part] of Object.entries(parts)) t.is(await part.stop(), 0, name)
})
