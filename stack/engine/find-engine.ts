import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'
import { inOneLine } from '../errors.ts'

export interface Engine {
  docker: Docker
  /** As DOCKER_HOST names it. */
  host: string
  where: string
}

const ANSWER_WITHIN_MS = 5_000

/** The engine that DOCKER_HOST names, else the first local socket that answers. */
export async function findEngine(environment: NodeJS.ProcessEnv): Promise<Engine | { why: string }> {
  const named = environment.DOCKER_HOST
  if (named) {
    // Without options dockerode reads DOCKER_HOST and DOCKER_TLS_VERIFY by itself.
    const engine = { docker: new Docker(), host: named, where: `at ${named} (DOCKER_HOST)` }
    const problem = await whyUnreachable(engine.docker)
    return problem ? { why: `DOCKER_HOST: the engine at ${named} does not answer: ${problem}` } : engine
  }
  const problems: string[] = []
  for (const path of localSockets(environment)) {
    if (!existsSync(path)) continue
    const docker = new Docker({ socketPath: path })
    const problem = await whyUnreachable(docker)
    if (!problem) return { docker, host: `unix://${path}`, where: `at ${path}` }
    problems.push(`the engine at ${path} does not answer: ${problem}`)
  }
  return { why: problems.join('; ') || 'no container engine runs on this machine' }
}

/** Docker's own, Docker Desktop's, rootless Docker's and Podman's. */
function localSockets(environment: NodeJS.ProcessEnv): string[] {
  const runtime = environment.XDG_RUNTIME_DIR
  return [
    '/var/run/docker.sock',
    join(homedir(), '.docker/run/docker.sock'),
    join(homedir(), '.docker/desktop/docker.sock'),
    ...(runtime ? [join(runtime, 'docker.sock'), join(runtime, 'podman/podman.sock')] : []),
  ]
}

async function whyUnreachable(docker: Docker): Promise<string | null> {
  try {
    const late = sleep(ANSWER_WITHIN_MS, 'late', { ref: false })
    const answer = await Promise.race([docker.ping(), late])
    return answer === 'late' ? `nothing came within ${ANSWER_WITHIN_MS / 1000} s` : null
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES') return 'this user may not use it (add it to the group docker, then log in again)'
    return inOneLine(error)
  }
}
