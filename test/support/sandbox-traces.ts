import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import Docker from 'dockerode'

/** What one stack's sandboxes leave on an engine that others use too. */
export interface SandboxTraces {
  /** For the stack: an image name and a folder for temporary files that nobody else uses. */
  environment: { ERRAND_SANDBOX_IMAGE: string; TMPDIR: string }
  /** This stack's containers, in any state. */
  containers(): Promise<Docker.ContainerInfo[]>
  /** Temporary files of this stack, and sockets in these folders. */
  files(folders?: string[]): string[]
}

/**
 * Makes what a stack does on an engine tell-tale: it uses the image under a name of its own.
 * @param docker the engine itself, not a proxy
 */
export async function traceSandbox(t: ExecutionContext, docker = new Docker()): Promise<SandboxTraces> {
  const image = process.env.ERRAND_INTERNAL_TEST_IMAGE
  if (!image)
    throw new Error(
      `Run the tests with \`npm test\`: it gets the sandbox image. ${process.env.ERRAND_INTERNAL_TEST_NO_ENGINE ?? ''}`,
    )
  const [repo, tag] = ['errand-test', crypto.randomUUID()]
  const name = `${repo}:${tag}`
  await docker.getImage(image).tag({ repo, tag })
  const folder = mkdtempSync(join(tmpdir(), 'errand-tmp-'))
  const containers = async () =>
    (await docker.listContainers({ all: true })).filter(({ Image: used }) => used === name)
  t.teardown(async () => {
    for (const { Id: id } of await containers().catch(() => []))
      await docker
        .getContainer(id)
        .remove({ force: true })
        .catch(() => {})
    await docker
      .getImage(name)
      .remove()
      .catch(() => {})
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    environment: { ERRAND_SANDBOX_IMAGE: name, TMPDIR: folder },
    containers,
    files: (folders = []) => [
      ...readdirSync(folder).map((entry) => join(folder, entry)),
      ...folders.flatMap(socketsIn),
    ],
  }
}

function socketsIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((entry) =>
    join(folder, entry),
  )
  return entries.filter((entry) => statSync(entry, { throwIfNoEntry: false })?.isSocket())
}

/** What a process holds. */
export function footprint(pid: number): { descriptors: number; memoryMb: number } {
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return {
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    memoryMb: Math.round(Number(resident) / 1024),
  }
}
