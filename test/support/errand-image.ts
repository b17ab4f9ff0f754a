import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type Docker from 'dockerode'
import { ensureBase, hasImage } from '../../sandbox/image/base.ts'
import { imageInputs } from '../../sandbox/image/context.ts'
import { followBuild } from '../../sandbox/image/progress.ts'

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url))
/** Stands for the official image of Node on machines whose engine reaches no registry. */
const STAND_IN = `errand-test-node:${process.version}`
const SYSTEM_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'

const STAND_IN_DOCKERFILE = `ARG BASE
FROM \${BASE}
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
COPY certificates.pem /etc/ssl/certs/errand-test.pem
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/errand-test.pem
`

/** Builds the repository's Dockerfile as users do, on a Debian with this process's Node. */
export async function buildErrandImage(docker: Docker, image: string): Promise<void> {
  await ensureStandIn(docker, () => {})
  const args = ['build', '--network', 'host', '--build-arg', `NODE_IMAGE=${STAND_IN}`, '--tag', image, '.']
  // The engine may be older than the builder that newer commands prefer.
  const environment = { ...process.env, DOCKER_BUILDKIT: '0' }
  await promisify(execFile)('docker', args, { cwd: CHECKOUT, env: environment, maxBuffer: MAX_OUTPUT })
}
const MAX_OUTPUT = 64 * 1024 * 1024

async function ensureStandIn(docker: Docker, report: (line: string) => void): Promise<void> {
  if (await hasImage(docker, STAND_IN)) return
  const base = await ensureBase({ docker, inputs: imageInputs(), report })
  const folder = mkdtempSync(join(tmpdir(), 'errand-node-image-'))
  try {
    copyFileSync(process.execPath, join(folder, 'node'))
    cpSync(npmFolder(), join(folder, 'npm'), { recursive: true, dereference: true })
    if (existsSync(SYSTEM_CERTIFICATES)) copyFileSync(SYSTEM_CERTIFICATES, join(folder, 'certificates.pem'))
    else writeFileSync(join(folder, 'certificates.pem'), '')
    writeFileSync(join(folder, 'Dockerfile'), STAND_IN_DOCKERFILE)
    const stream = await docker.buildImage(
      { context: folder, src: ['.'] },
      { t: STAND_IN, buildargs: { BASE: base }, forcerm: true },
    )
    await followBuild(docker, stream, report)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The npm of this machine, which the stand-in gets a copy of. */
const npmFolder = (): string =>
  join(execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim(), 'npm')
