import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import Docker from 'dockerode'
import pino from 'pino'
import type { CappedOutput } from '../../../domain/capped-output.ts'
import type { NetworkUse } from '../../../domain/network-use.ts'
import type { RunError } from '../../../domain/run-errors.ts'
import type { Dial } from '../../../egress/dial.ts'
import { createEgressPolicy } from '../../../egress/policy.ts'
import { ensureSandboxImage } from '../../../sandbox/image/build.ts'
import {
  createSandbox,
  type PythonRequest,
  type PythonResult,
  type Sandbox,
} from '../../../sandbox/sandbox.ts'

export const docker = new Docker()

let image: Promise<string> | null = null

/** The image under test, built by the first test that needs it. */
export function testImage(): Promise<string> {
  const given = process.env.ERRAND_INTERNAL_TEST_IMAGE
  image ??= given ? Promise.resolve(given) : ensureSandboxImage({ docker, report: () => {} })
  return image
}

interface TestSandboxOptions {
  /** Default: the machine's. */
  engine?: Docker
  allow?: string[]
  dial?: Dial
  lookup?: (host: string) => Promise<string[]>
  extraCaFile?: string
  owner?: string
  waiting?: number
  guardRails?: boolean
}

export interface TestSandbox {
  sandbox: Sandbox
  owner: string
  /** Runs code, 20 s at most, and gives its output as text. */
  python(code: string, request?: Partial<PythonRequest>): Promise<Ran>
}

export interface Ran {
  stdout: string
  stderr: string
  error: RunError | null
  network: NetworkUse[]
  files: PythonResult['files']
  leftOut: PythonResult['leftOut']
  filesLost: boolean
  durationMs: number
}

/** A sandbox on the real engine, closed when the test ends. */
export async function startSandbox(
  t: ExecutionContext,
  options: TestSandboxOptions = {},
): Promise<TestSandbox> {
  t.timeout(600_000)
  const {
    allow = [],
    dial,
    lookup,
    extraCaFile,
    waiting,
    guardRails,
    engine = docker,
    owner = `test-${process.pid}-${crypto.randomUUID()}`,
  } = options
  const sandbox = createSandbox({
    docker: engine,
    image: await testImage(),
    egress: createEgressPolicy({ allow, dial, lookup }),
    log: pino({ level: 'silent' }),
    // The whole suite can run on another runtime, such as runsc.
    runtime: process.env.ERRAND_INTERNAL_TEST_RUNTIME,
    extraCaFile,
    waiting,
    guardRails,
    owner,
  })
  t.teardown(() => sandbox.close())
  return {
    sandbox,
    owner,
    async python(code, request = {}) {
      const { stdout, stderr, ...rest } = await sandbox.run({
        runId: t.title,
        code,
        environment: {},
        timeoutSeconds: 60,
        signal: new AbortController().signal,
        ...request,
      })
      return { stdout: textOf(stdout), stderr: textOf(stderr), ...rest }
    },
  }
}

/** A file with certificates, gone when the test ends. */
export async function caFile(t: ExecutionContext, pem: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'errand-ca-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const path = join(folder, 'ca.pem')
  await writeFile(path, pem)
  return path
}

/** Containers of this owner that the engine still has, in any state. */
export async function containersOf(owner: string): Promise<Docker.ContainerInfo[]> {
  return await docker.listContainers({ all: true, filters: { label: [`errand.sandbox=${owner}`] } })
}

const textOf = ({ head, tail }: CappedOutput): string => Buffer.concat([head, tail]).toString('utf8')
