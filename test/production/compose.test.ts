/*
 * docker-compose.yml: that it is one, by the compose specification's own schema, and what every part of it promises. That
 * API and workers do run as it says is in soak/production-image.test.ts.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import test, { type ExecutionContext } from 'ava'
import { readConfiguration } from '../../domain/configuration.ts'
import { type ComposeService, composeText, readCompose, readEnvFile } from '../support/compose-file.ts'

const CHECKOUT = join(import.meta.dirname, '..', '..')
const compose = readCompose()
const services = Object.entries(compose.services)
/** What does one thing and ends. */
const ONE_SHOT = ['keys', 'rotate-secrets', 'temporal-schema', 'temporal-namespace']
const lasting = services.filter(([name]) => !ONE_SHOT.includes(name))

/** Runs stack/production/init.sh in a folder of the test's own. */
function initialised(t: ExecutionContext): { folder: string; environment: Record<string, string> } {
  const folder = mkdtempSync(join(tmpdir(), 'errand-init-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  execFileSync('sh', [join(CHECKOUT, 'stack/production/init.sh')], { cwd: folder, stdio: 'pipe' })
  return { folder, environment: readEnvFile(readFileSync(join(folder, '.env'), 'utf8')) }
}

test('follows the compose specification', (t) => {
  const schemas = dirname(createRequire(import.meta.url).resolve('dclint/package.json'))
  const schema = JSON.parse(readFileSync(join(schemas, 'schemas/compose.schema.json'), 'utf8'))
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false })
  // The published schema names its draft by https, which the validator knows by http.
  const validate = ajv.compile({ ...schema, $schema: undefined })
  const withoutMerges = JSON.parse(JSON.stringify(compose))
  t.true(validate(withoutMerges), JSON.stringify(validate.errors, null, 2))
  t.false(validate({ ...withoutMerges, services: { api: { imagee: 'typo' } } }))
})

test('pins every image, and the Dockerfile its base', (t) => {
  for (const [name, { image }] of services) {
    t.regex(image, /^[a-z0-9./-]+:[\w.-]*\d+\.\d+[\w.-]*$/, name)
    t.notRegex(image, /latest/, name)
  }
  t.regex(
    readFileSync(join(CHECKOUT, 'Dockerfile'), 'utf8'),
    /^ARG NODE_IMAGE=node:24\.\d+\.\d+-[a-z]+-slim$/m,
  )
})

test('gives the image of Errand the version of the package', (t) => {
  const { version } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8'))
  for (const [name, { build, image }] of services) if (build) t.is(image, `errand:${version}`, name)
})

test('no part runs as root, gains rights, writes to its image, or takes the machine', (t) => {
  for (const [name, service] of services) {
    t.regex(service.user ?? '', /^[1-9]\d*:[1-9]\d*$/, name)
    t.true(service.read_only, name)
    t.deepEqual(service.cap_drop, ['ALL'], name)
    t.is(service.cap_add, undefined, name)
    t.is(service.privileged, undefined, name)
    t.deepEqual(service.security_opt, ['no-new-privileges:true'], name)
    for (const limit of ['mem_limit', 'cpus', 'pids_limit'] as const)
      t.truthy(service[limit], `${name}.${limit}`)
    t.truthy(service.logging?.options['max-size'], name)
    t.not(service.network_mode, 'host', name)
  }
})

test('every part that lasts has a health check, and what needs it waits for that', (t) => {
  for (const [name, { healthcheck, restart }] of lasting) {
    t.is(healthcheck?.test?.[0], 'CMD', name)
    t.is(restart, 'unless-stopped', name)
  }
  for (const [name, { depends_on = {} }] of services)
    for (const [other, { condition }] of Object.entries(depends_on))
      t.is(
        condition,
        ONE_SHOT.includes(other) ? 'service_completed_successfully' : 'service_healthy',
        `${name} → ${other}`,
      )
})

test('a worker gets more time to stop than it takes to drain', (t) => {
  const source = readFileSync(join(CHECKOUT, 'worker/create-workers.ts'), 'utf8')
  const drain = Number(/SHUTDOWN_FORCE = '(\d+)s'/.exec(source)?.[1])
  for (const name of ['worker', 'sandbox-worker'])
    t.true(Number.parseInt(compose.services[name]?.stop_grace_period ?? '', 10) > drain, name)
})

test('only the API has a port outside, on this machine alone unless .env says otherwise', (t) => {
  for (const [name, { ports }] of services)
    if (name === 'api') t.regex(ports?.join() ?? '', /^\$\{ERRAND_BIND:-127\.0\.0\.1\}:\$\{\w+:-8080\}:8080$/)
    else t.is(ports, undefined, name)
})

test('databases are in networks without a way out, which only those who need them are in', (t) => {
  const members = (network: string) =>
    services.filter(([, { networks }]) => networks?.includes(network)).map(([name]) => name)
  for (const network of ['database', 'temporal', 'temporal-database'])
    t.true(compose.networks[network]?.internal, network)
  t.deepEqual(members('database').sort(), ['api', 'mongodb', 'rotate-secrets', 'sandbox-worker', 'worker'])
  t.deepEqual(members('temporal-database').sort(), ['temporal', 'temporal-database', 'temporal-schema'])
  t.deepEqual(members('egress').sort(), ['sandbox-worker', 'worker'])
  t.deepEqual(members('edge'), ['api'])
})

test('whoever takes the API over finds no private key, no model key and no engine', (t) => {
  const { api } = compose.services as { api: ComposeService }
  t.deepEqual(api.volumes, ['api-keys:/var/lib/errand:ro'])
  t.is(api.environment?.ERRAND_MODEL_KEY, undefined)
  t.is(api.environment?.DOCKER_HOST, undefined)
  const withSocket = services.filter(([, { volumes }]) =>
    volumes?.some((volume) => volume.includes('docker.sock')),
  )
  t.deepEqual(
    withSocket.map(([name]) => name),
    ['sandbox-worker'],
  )
  const withPrivateKey = services.filter(([, { volumes }]) =>
    volumes?.some((volume) => volume.startsWith('worker-keys:')),
  )
  t.deepEqual(withPrivateKey.map(([name]) => name).sort(), [
    'keys',
    'rotate-secrets',
    'sandbox-worker',
    'worker',
  ])
  t.is(compose.services.keys?.network_mode, 'none')
})

test('a worker, which runs what users wrote, finds no admin key and no root password', (t) => {
  for (const name of ['worker', 'sandbox-worker'])
    t.notRegex(JSON.stringify(compose.services[name]), /ADMIN_KEY|ROOT_PASSWORD|POSTGRES/, name)
})

test('holds no password: each comes from .env, and nothing starts without one', (t) => {
  const names = /^\s*(\w*(?:PASSWORD|PWD|ADMIN_KEY|_KEY|SECRET))\s*:\s*(.*)$/gm
  const found = [...composeText().matchAll(names)]
  t.true(found.length >= 8)
  for (const [, name, value] of found) t.regex(value ?? '', /^\$\{\w+(:[-?][^}]*)?\}$/, name)
  t.throws(() => readCompose({}), { message: /init\.sh first/ })
})

test('init makes an .env that the whole file can be read with, which only its owner can read', (t) => {
  const { folder, environment } = initialised(t)
  t.is(statSync(join(folder, '.env')).mode & 0o777, 0o600)
  const { services } = readCompose(environment)
  t.is(services.api?.ports?.[0], '127.0.0.1:8080:8080')
  const passwords = Object.entries(environment).filter(([name]) => /PASSWORD|KEY/.test(name))
  t.is(passwords.length, 5)
  for (const [name, value] of passwords) t.regex(value, /^[0-9a-f]{48}$/, name)
  t.is(new Set(passwords.map(([, value]) => value)).size, passwords.length)
})

test('init never touches an .env that is there', (t) => {
  const { folder } = initialised(t)
  const before = readFileSync(join(folder, '.env'), 'utf8')
  const again = () =>
    execFileSync('sh', [join(CHECKOUT, 'stack/production/init.sh')], { cwd: folder, stdio: 'pipe' })
  t.throws(again, { message: /is there already/ })
  t.is(readFileSync(join(folder, '.env'), 'utf8'), before)
  writeFileSync(join(folder, '.env'), '')
  chmodSync(join(folder, '.env'), 0o644)
  t.throws(again)
  t.is(readFileSync(join(folder, '.env'), 'utf8'), '')
})

test('API and workers understand what they are given', (t) => {
  const { environment } = initialised(t)
  const { services } = readCompose(environment)
  for (const name of ['api', 'worker', 'sandbox-worker', 'rotate-secrets']) {
    const given = Object.fromEntries(
      Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, String(value ?? '')]),
    )
    t.notThrows(() => readConfiguration(given), name)
  }
  t.is(services.worker?.environment?.ERRAND_WORKER_ROLE, 'light')
  t.is(services['sandbox-worker']?.environment?.ERRAND_WORKER_ROLE, 'sandbox')
})

test('every setting of Errand reaches the part that it is for', (t) => {
  const given = new Set(services.flatMap(([, { environment }]) => Object.keys(environment ?? {})))
  const source = readFileSync(join(CHECKOUT, 'domain/configuration.ts'), 'utf8')
  const settings = [...source.matchAll(/^ {2}((?:ERRAND|TEMPORAL|OTEL|MONGODB|DOCKER|SANDBOX)_\w+):/gm)].map(
    ([, name]) => name ?? '',
  )
  t.true(settings.length > 20)
  // The image has a data folder of its own.
  t.deepEqual(
    settings.filter((name) => name !== 'ERRAND_DATA' && !given.has(name)),
    [],
  )
})

test('every file that is mounted is there, and every command runs a file that goes into the image', (t) => {
  for (const [name, { volumes = [], command = [] }] of services) {
    for (const volume of volumes)
      if (volume.startsWith('./'))
        t.true(existsSync(join(CHECKOUT, volume.split(':')[0] ?? '')), `${name}: ${volume}`)
    if (command[0] === 'node') t.true(existsSync(join(CHECKOUT, command[1] ?? '')), `${name}: ${command[1]}`)
  }
})
