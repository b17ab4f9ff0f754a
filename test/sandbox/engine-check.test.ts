import test from 'ava'
import { checkEngine, type EngineAnswers, judgeEngine } from '../../sandbox/engine-check.ts'
import { runcProblem } from '../../sandbox/runc-versions.ts'
import { docker } from './support/sandbox.ts'

const LIMITS = { MemoryLimit: true, SwapLimit: true, PidsLimit: true, CpuCfsQuota: true }
const SECURE = { SecurityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns'] }
const RUNC = { Runtimes: { runc: { path: 'runc' } }, DefaultRuntime: 'runc' }

/** What engines of several kinds say about themselves, shortened to what is looked at. */
const ENGINES: Record<string, EngineAnswers> = {
  'Debian 12, docker.io': {
    version: {
      Components: [
        { Name: 'Engine', Version: '20.10.24+dfsg1' },
        { Name: 'containerd', Version: '1.6.20~ds1', Details: { GitCommit: '1.6.20~ds1-1+deb12u3' } },
        { Name: 'runc', Version: '1.1.5+ds1', Details: { GitCommit: '1.1.5+ds1-1+deb12u1' } },
        { Name: 'docker-init', Version: '0.19.0', Details: { GitCommit: '' } },
      ],
    },
    info: {
      ...LIMITS,
      ...RUNC,
      RuncCommit: { ID: '1.1.5+ds1-1+deb12u1' },
      SecurityOptions: ['name=seccomp,profile=default'],
    },
  },
  'docker-ce 29': {
    version: {
      Components: [
        { Name: 'Engine', Version: '29.0.1' },
        {
          Name: 'containerd',
          Version: 'v2.1.5',
          Details: { GitCommit: 'fcd43222d6b07379a4be9786bda52438f0dd16a1' },
        },
        { Name: 'runc', Version: '1.3.3', Details: { GitCommit: 'v1.3.3-0-gd842d771' } },
      ],
    },
    info: {
      ...LIMITS,
      ...SECURE,
      Runtimes: {
        'io.containerd.runc.v2': { path: 'runc' },
        runc: { path: 'runc' },
        runsc: { path: '/usr/bin/runsc' },
      },
      DefaultRuntime: 'runc',
      RuncCommit: { ID: 'v1.3.3-0-gd842d771' },
    },
  },
  'docker-ce 25 before its update': {
    version: {
      Components: [{ Name: 'runc', Version: '1.1.11', Details: { GitCommit: 'v1.1.11-0-g4bccb38' } }],
    },
    info: { ...LIMITS, ...SECURE, ...RUNC, RuncCommit: { ID: 'v1.1.11-0-g4bccb38' } },
  },
  'Podman with crun': {
    version: {
      Components: [
        { Name: 'Podman Engine', Version: '5.4.2' },
        { Name: 'Conmon', Version: 'conmon version 2.1.12' },
        { Name: 'OCI Runtime (crun)', Version: 'crun version 1.21' },
      ],
    },
    info: {
      ...LIMITS,
      Runtimes: { crun: { path: '/usr/bin/crun' }, runc: { path: '' } },
      DefaultRuntime: 'crun',
      RuncCommit: { ID: '' },
      SecurityOptions: ['name=seccomp,profile=default', 'name=rootless'],
    },
  },
  'a rootless engine without delegation': {
    version: { Components: [{ Name: 'runc', Version: '1.3.4' }] },
    info: {
      ...RUNC,
      MemoryLimit: false,
      SwapLimit: false,
      PidsLimit: true,
      CpuCfsQuota: false,
      SecurityOptions: ['name=seccomp,profile=unconfined', 'name=rootless'],
    },
  },
  'an engine that says little': { version: {}, info: {} },
}

const judge = (name: keyof typeof ENGINES, runtime?: string) =>
  judgeEngine(ENGINES[name] ?? { version: {}, info: {} }, runtime)

test('an engine that is up to date gets no warning', (t) => {
  t.deepEqual(judge('docker-ce 29'), { problem: null, warnings: [] })
  t.deepEqual(judge('Podman with crun'), { problem: null, warnings: [] })
})

test('an old runc is named with its CVEs and with what to do', (t) => {
  const { problem, warnings } = judge('docker-ce 25 before its update')
  t.is(problem, null)
  t.is(warnings.length, 1)
  for (const text of [
    'v1.1.11-0-g4bccb38',
    'CVE-2024-21626',
    'CVE-2025-31133',
    'Update runc',
    'SANDBOX_RUNTIME=runsc',
  ])
    t.true(warnings[0]?.includes(text), text)
  t.false(warnings[0]?.includes('distribution'))
})

test("a distribution's build may have been repaired under its old number, and the warning says how to look", (t) => {
  const [warning] = judge('Debian 12, docker.io').warnings
  for (const text of [
    '1.1.5+ds1-1+deb12u1',
    'built by a distribution',
    'apt changelog runc',
    'CVE-2025-52881',
  ])
    t.true(warning?.includes(text), text)
})

test('no warning about a runc that is not used', (t) => {
  const debian = ENGINES['Debian 12, docker.io'] as EngineAnswers
  const withGvisor = {
    ...debian,
    info: { ...debian.info, Runtimes: { ...debian.info.Runtimes, runsc: { path: '/usr/local/bin/runsc' } } },
  }
  t.deepEqual(judgeEngine(withGvisor, 'runsc'), { problem: null, warnings: [] })
})

test('a runtime that the engine does not have is a problem that lists those it has', (t) => {
  const { problem } = judge('docker-ce 29', 'kata')
  t.is(
    problem,
    "SANDBOX_RUNTIME=kata: the container engine has no runtime of this name. It has: io.containerd.runc.v2, runc, runsc. Add it to the engine's configuration and restart the engine, or set SANDBOX_RUNTIME to one of these.",
  )
  t.is(judge('docker-ce 29', 'runsc').problem, null)
})

test('missing limits and missing seccomp are named', (t) => {
  const { warnings } = judge('a rootless engine without delegation')
  t.is(warnings.length, 2)
  t.regex(warnings[0] ?? '', /'unconfined'/)
  t.regex(warnings[1] ?? '', /memory \(512 MB\), swap \(none\), CPU \(one\)\./)
})

test('an engine that says little gets the questions that it leaves open', (t) => {
  const { problem, warnings } = judge('an engine that says little', 'runc')
  t.is(problem, null)
  t.is(warnings.length, 2)
  t.regex(warnings[0] ?? '', /does not say which version of runc/)
  t.regex(warnings[1] ?? '', /no seccomp/)
})

test('each line of runc is judged by its own repair', (t) => {
  const leaky = /CVE-2024-21626/
  const masked = /CVE-2025-31133, CVE-2025-52565, CVE-2025-52881/
  for (const version of ['1.0.0-rc93', '1.0.3', '1.1.11', '1.1.0-rc.1']) {
    t.regex(runcProblem(version) ?? '', leaky, version)
    t.regex(runcProblem(version) ?? '', masked, version)
  }
  for (const version of [
    '1.1.12',
    '1.1.15',
    '1.2.0',
    '1.2.7',
    '1.3.0-rc.1',
    '1.3.2',
    '1.4.0-rc.1',
    '1.4.0-rc.2',
    '1.4.0~rc2+ds1-1',
  ]) {
    t.notRegex(runcProblem(version) ?? '', leaky, version)
    t.regex(runcProblem(version) ?? '', masked, version)
  }
  for (const version of [
    '1.2.8',
    'v1.2.9-0-gabc',
    '1.3.3',
    '1.3.3-0ubuntu1~24.04.2',
    '1.3.4',
    '1.4.0-rc.3',
    '1.4.0',
    '1.5.0-rc.1',
    '2.0.0',
  ])
    t.is(runcProblem(version), null, version)
})

test('the engine of this machine is judged without a problem', async (t) => {
  const { problem, warnings } = await checkEngine(docker)
  t.is(problem, null)
  t.false(
    warnings.some((warning) => warning.includes('seccomp') || warning.includes("can't limit")),
    warnings.join(),
  )
  t.regex(
    (await checkEngine(docker, 'no-such-runtime')).problem ?? '',
    /no runtime of this name\. It has: .*runc/,
  )
})
