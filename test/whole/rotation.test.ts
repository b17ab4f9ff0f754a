/*
 * Rotating the keys of the secrets while Errand runs, and while it doesn't.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import getPort from 'get-port'
import type { Run } from '../../domain/run.ts'
import { apiClient } from '../support/api-client.ts'
import { NO_WAITING, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { startTarget } from '../support/target-server.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

async function rotate(dataFolder: string, ...args: string[]) {
  const { MONGODB_URL: _, ...environment } = process.env
  const child = spawn(process.execPath, [join(ROOT, 'stack/rotate-secrets.ts'), ...args], {
    env: { ...environment, ERRAND_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  const [code] = await once(child, 'close')
  return { code, output }
}

test('actions with secrets work before, during and after a rotation, without a restart', async (t) => {
  const target = await startTarget(
    (call, response) => void response.end(`got ${call.headers.authorization?.length}`),
  )
  t.teardown(target.close)
  const environment = { ...NO_WAITING, ERRAND_EGRESS_ALLOW: target.address }
  const errand = await startErrand({ environment })
  t.teardown(() => errand.remove())
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  const action = (name: string) => ({
    action: {
      name: 'Call',
      trigger: 'x',
      type: 'api_call',
      api_call: { url: `${target.url}/`, headers: { Authorization: `{${name}}` } },
    },
  })
  const works = async (name: string, length: number) => {
    const run = await api.post<Run>('/acme/actions/test', action(name))
    t.is(run.output, `got ${length}`, JSON.stringify(run.error))
  }
  await api.put('/acme/secrets/FIRST', { value: 'a'.repeat(20) })
  await works('FIRST', 20)

  const running = rotate(errand.dataFolder)
  while (await Promise.race([running.then(() => false), works('FIRST', 20).then(() => true)]));
  const during = await running
  t.is(during.code, 0, during.output)
  t.regex(during.output, /of the Errand that is running/)
  t.regex(during.output, /Sealed with the new key now: 1 of 1 secret\./)
  await works('FIRST', 20)
  await api.put('/acme/secrets/SECOND', { value: 'b'.repeat(30) })
  await works('SECOND', 30)

  const forgetting = await rotate(errand.dataFolder, '--forget-old')
  t.is(forgetting.code, 0, forgetting.output)
  await api.put('/acme/secrets/THIRD', { value: 'c'.repeat(40) })
  for (const [name, length] of [
    ['FIRST', 20],
    ['SECOND', 30],
    ['THIRD', 40],
  ] as const)
    await works(name, length)

  await t.notThrowsAsync(apiWithPublicKeyOnly(errand))

  await errand.stop()
  const stopped = await rotate(errand.dataFolder, '--forget-old')
  t.is(stopped.code, 0, stopped.output)
  t.regex(stopped.output, /3 of 3 secrets\.\nOpen with it: 3\./)
  const again = await startErrand({ environment, dataFolder: errand.dataFolder })
  t.teardown(() => again.remove())
  const after = apiClient(again.url, again.adminKey)
  t.is((await after.post<Run>('/acme/actions/test', action('THIRD'))).output, 'got 40')
})

/** Starts another API whose data folder has no private key, and sets a secret there. */
async function apiWithPublicKeyOnly(errand: Awaited<ReturnType<typeof startErrand>>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'errand-api-'))
  const port = await getPort()
  cpSync(join(errand.dataFolder, 'keys/secrets.pub'), join(folder, 'keys/secrets.pub'), { recursive: true })
  const child = spawn(process.execPath, [join(ROOT, 'api/main.ts')], {
    env: {
      ...process.env,
      ERRAND_DATA: folder,
      ERRAND_PORT: String(port),
      ERRAND_ADMIN_KEY: errand.adminKey,
      MONGODB_URL: errand.mongodbUrl,
      TEMPORAL_ADDRESS: errand.temporalAddress,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    const api = apiClient(`http://127.0.0.1:${port}`, errand.adminKey)
    await eventually('the API to answer', () => api.request('GET', '/gurus').catch(() => null), 30_000)
    await api.put('/acme/secrets/THIRD', { value: 'c'.repeat(40) })
  } finally {
    child.kill()
    rmSync(folder, { recursive: true })
  }
}
