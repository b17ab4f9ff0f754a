// `npm test`: gets everything that tests need, the way `npm start` does, starts one Temporal and one MongoDB
// for the files that need no more, runs AVA, and ends with the line "N passed, N failed".
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { readConfiguration } from '../domain/configuration.ts'
import { ensureDashboard } from '../stack/dashboard/ensure-dashboard.ts'
import { prepareDataFolder } from '../stack/data/data-folder.ts'
import { rememberedPorts } from '../stack/data/ports.ts'
import { leaveDockerd } from '../stack/engine/shared-dockerd.ts'
import { inOneLine, StackError } from '../stack/errors.ts'
import { mongodbPart, sandboxPart, temporalPart } from '../stack/parts.ts'
import type { Supervised } from '../stack/process/supervise.ts'
import { together, untilAborted } from '../stack/process/together.ts'
import { cacheFolder } from '../stack/provision/cache-folder.ts'
import { createReport } from '../stack/report.ts'

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url))
const AVA = join(CHECKOUT, 'node_modules/ava/entrypoints/cli.mjs')
/** What V8 made of the sources: hundreds of processes load the same ones, and for most it is half of their work. */
const COMPILED = join(CHECKOUT, 'node_modules/.cache/compiled')
/** Long-running tests, which only `npm run soak` runs. */
const SOAK = 'test/soak/**'

const report = createReport((text) => process.stdout.write(text))
const folder = mkdtempSync(join(tmpdir(), 'errand-test-'))
const cache = cacheFolder(process.env)
const abort = new AbortController()
const servers: Supervised[] = []
const leaving: (() => Promise<unknown>)[] = []
const counts = { passed: 0, failed: 0 }
let ava: ChildProcess | undefined

/** The caller's environment without what names servers in use elsewhere: tests have their own. Seeds are theirs. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(ERRAND_(?!CACHE|INTERNAL_(FUZZ|PROPERTY)_SEED)|TEMPORAL_|MONGODB_URL|SANDBOX_RUNTIME)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}

async function provision(): Promise<NodeJS.ProcessEnv> {
  const environment = cleanEnvironment()
  prepareDataFolder(folder)
  const context = {
    cache,
    environment,
    report,
    signal: abort.signal,
    dataFolder: folder,
    settings: readConfiguration(environment),
    ports: await rememberedPorts(folder, ['temporal', 'temporalUi', 'mongodb']),
    onStart: (server: Supervised) => {
      if (!servers.includes(server)) servers.push(server)
    },
  }
  const onLocalEngine = (docker: Parameters<typeof leaveDockerd>[1]) =>
    leaving.push(() => leaveDockerd(cache, docker))
  const [temporal, mongodb, sandbox] = await together(
    [
      temporalPart(context),
      mongodbPart(context),
      untilAborted(sandboxPart({ ...context, onLocalEngine }), abort.signal),
      // Once, rather than by each stack that a test starts.
      ensureDashboard(context),
    ] as const,
    () => abort.abort(),
  )
  if ('why' in sandbox) report(`Tests of the sandbox will fail: ${sandbox.why}`)
  return {
    ...environment,
    NODE_COMPILE_CACHE: COMPILED,
    ERRAND_INTERNAL_TEST_TEMPORAL: temporal.address,
    ERRAND_INTERNAL_TEST_MONGODB: mongodb.url,
    ...('image' in sandbox
      ? { ERRAND_INTERNAL_TEST_IMAGE: sandbox.image, DOCKER_HOST: sandbox.host }
      : { ERRAND_INTERNAL_TEST_NO_ENGINE: sandbox.why }),
  }
}

/** A file pattern after `--`, or an option of AVA such as `--match`. */
function avaArguments(): string[] {
  const args = process.argv.slice(2)
  const soak = args.includes('--soak')
  const others = args.filter((arg) => arg !== '--soak')
  const patterns = others.some((arg) => !arg.startsWith('-') && arg.includes('/'))
  if (patterns) return others
  return [...others, ...(soak ? [SOAK] : ['test/**/*.test.ts', `!${SOAK}`])]
}

/** @returns AVA's exit code; its results are printed as they come and counted */
async function runAva(environment: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [AVA, '--tap', ...avaArguments()], {
    cwd: CHECKOUT,
    env: environment,
    // Its own group: Ctrl-C reaches us, and we end it.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  ava = child
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    if (/^ok \d/.test(line) && !/# (SKIP|TODO)/.test(line)) counts.passed += 1
    // A skipped test has not passed.
    else if (/^(not ok|ok) \d/.test(line)) counts.failed += 1
    if (!/^(TAP version|\d+\.\.\d+|# (tests|pass|fail|skip))/.test(line)) console.log(line)
  })
  const closed = new Promise<void>((resolve) => lines.once('close', resolve))
  const code = await new Promise<number>((resolve) => child.once('exit', (status) => resolve(status ?? 1)))
  await closed
  return code
}

async function tidyUp(): Promise<void> {
  await Promise.all(servers.map((server) => server.stop(10_000)))
  for (const leave of leaving) await leave().catch(() => {})
  rmSync(folder, { recursive: true, force: true })
}

function stopAva(): void {
  abort.abort()
  if (ava?.pid && ava.exitCode === null) process.kill(-ava.pid, 'SIGTERM')
}
process.on('SIGINT', stopAva)
process.on('SIGTERM', stopAva)
process.on('exit', () => {
  for (const server of servers) server.kill()
})

let code = 1
try {
  const environment = await provision()
  report('Running the tests')
  code = await runAva(environment)
} catch (error) {
  if (!abort.signal.aborted || error instanceof StackError)
    console.error(error instanceof StackError ? error.message : inOneLine(error))
}
await tidyUp()
// Nothing that ran, or an end that no test explains, is a failure too.
if (counts.failed === 0 && (code !== 0 || counts.passed === 0)) counts.failed += 1
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`, () =>
  process.exit(counts.failed === 0 ? 0 : 1),
)
