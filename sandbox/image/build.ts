import { readFile } from 'node:fs/promises'
import type Docker from 'dockerode'
import { ensureBase, hasImage } from './base.ts'
import { withBuildLock } from './build-lock.ts'
import { contextStream, hashOf, imageInputs } from './context.ts'
import { followBuild, type Report } from './progress.ts'

export interface EnsureImageOptions {
  docker: Docker
  /** Called with a line of progress, at least every few seconds while anything is under way. */
  report: Report
}

/**
 * Makes sure that the engine has the sandbox's image, and returns its name, `errand-sandbox:<hash of its inputs>`.
 * The first build takes some minutes; from then on this returns at once until an input changes.
 * @throws {Error} saying what could not be had
 */
export async function ensureSandboxImage({ docker, report }: EnsureImageOptions): Promise<string> {
  const inputs = imageInputs()
  const image = `errand-sandbox:${hashOf(inputs)}`
  if (await hasImage(docker, image)) return image
  await withBuildLock('sandbox-image', report, async () => {
    if (await hasImage(docker, image)) return
    const base = await ensureBase({ docker, inputs, report })
    report(`Building ${image} on ${base}`)
    const stream = await docker.buildImage(contextStream(inputs, await ownCertificates()), {
      t: image,
      buildargs: { BASE: base },
      // The build needs the package registries, through whatever way out this machine has.
      networkmode: 'host',
      forcerm: true,
    })
    await followBuild(docker, stream, report)
  })
  return image
}

/** The certificate authorities that this machine was told to trust, for the build's own downloads. */
async function ownCertificates(): Promise<string> {
  for (const path of [process.env.NODE_EXTRA_CA_CERTS, process.env.SSL_CERT_FILE])
    if (path) return await readFile(path, 'utf8').catch(() => '')
  return ''
}
