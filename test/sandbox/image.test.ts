import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import Docker from 'dockerode'
import { ensureSandboxImage } from '../../sandbox/image/build.ts'
import { withBuildLock } from '../../sandbox/image/build-lock.ts'
import { hashOf, imageInputs, packagesOf } from '../../sandbox/image/context.ts'
import { docker, startSandbox, testImage } from './support/sandbox.ts'

test("the image's name changes with every input", (t) => {
  const inputs = imageInputs()
  t.true(inputs.has('Dockerfile') && inputs.has('harness/harness.py'))
  const names = new Set([hashOf(inputs)])
  for (const [path, content] of inputs) names.add(hashOf(new Map([...inputs, [path, `${content}#`]])))
  t.is(names.size, inputs.size + 1)
})

test('names the packages that Python libraries need from Debian', (t) => {
  t.deepEqual(packagesOf(imageInputs()), [
    'ca-certificates',
    'curl',
    'git',
    'libgl1',
    'libglib2.0-0t64',
    'libnss-myhostname',
  ])
})

test('an image that is there is not built again', async (t) => {
  t.timeout(600_000)
  await ensureSandboxImage({ docker, report: () => {} })
  const lines: string[] = []
  const startedAt = performance.now()
  const image = await ensureSandboxImage({ docker, report: (line) => lines.push(line) })
  t.regex(image, /^errand-sandbox:[0-9a-f]{12}$/)
  t.deepEqual(lines, [])
  t.true(performance.now() - startedAt < 30_000)
})

test("the building machine's certificate authorities are in no layer", async (t) => {
  t.timeout(600_000)
  const history: { CreatedBy: string }[] = await docker.getImage(await testImage()).history()
  t.deepEqual(
    history.filter(({ CreatedBy }) => CreatedBy.includes('certificates.pem /build')),
    [],
  )
  const { python } = await startSandbox(t)
  const code =
    "import pathlib\nprint(pathlib.Path('/build').exists(), [p.name for p in pathlib.Path('/opt/errand').iterdir() if p.is_dir()].count('harness'))"
  t.is((await python(code)).stdout, 'False 0\n')
})

test('everything is compiled before it is imported', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import sys, importlib.util, json, requests, pandas, errand_sandbox.child, pathlib
missing = [m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None) and m.__file__.endswith('.py')
           and m.__name__ != '__main__' and not pathlib.Path(importlib.util.cache_from_source(m.__file__)).exists()]
print(missing)
`
  t.like(await python(code), { stdout: '[]\n', error: null })
})

test('says so when there is no engine', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'errand-no-engine-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const nobody = new Docker({ socketPath: join(folder, 'docker.sock') })
  await t.throwsAsync(ensureSandboxImage({ docker: nobody, report: () => {} }), { message: /ENOENT/ })
})

test('two builds do not run at once, and a lock is given back after a failure', async (t) => {
  const name = `test-${crypto.randomUUID()}`
  let inside = 0
  let most = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    await sleep(50)
    inside -= 1
  }
  await t.throwsAsync(
    withBuildLock(
      name,
      () => {},
      async () => Promise.reject(new Error('failed')),
    ),
    { message: 'failed' },
  )
  await Promise.all([1, 2, 3].map(() => withBuildLock(name, () => {}, work)))
  t.is(most, 1)
})
