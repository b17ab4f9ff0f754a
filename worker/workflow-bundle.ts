import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import type { HistoryEncryption } from '../encryption/history-encryption.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What the bundle has besides the workflows. */
export interface BundledModule {
  module: string
  version(): string
}

/**
 * The workflows as one script. Bundling takes seconds, so it's done once for each state of the sources and kept
 * in `cacheFolder`. Failures that workflows end in are converted inside of it, encrypted or not.
 */
export async function workflowBundle(
  cacheFolder: string,
  { dataConverter: { failureConverterPath } }: Pick<HistoryEncryption, 'dataConverter'>,
  interceptors: BundledModule[] = [],
): Promise<{ code: string }> {
  const path = join(cacheFolder, `workflows-${await sourcesHash(failureConverterPath, interceptors)}.js`)
  try {
    return { code: await readFile(path, 'utf8') }
  } catch {
    const { code } = await bundle(failureConverterPath, interceptors)
    await mkdir(cacheFolder, { recursive: true })
    const temporary = `${path}.${process.pid}`
    await writeFile(temporary, code)
    await rename(temporary, path)
    return { code }
  }
}

function bundle(
  failureConverterPath: string | undefined,
  interceptors: BundledModule[],
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'),
    failureConverterPath,
    workflowInterceptorModules: interceptors.map(({ module }) => module),
    logger: {
      trace() {},
      debug() {},
      info() {},
      warn: console.warn,
      error: console.error,
      log() {},
    } as never,
  })
}

async function sourcesHash(
  failureConverterPath: string | undefined,
  interceptors: BundledModule[],
): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of ['workflows', 'domain'])
    for (const name of (await readdir(join(root, folder))).sort())
      if (name.endsWith('.ts')) hash.update(name).update(await readFile(join(root, folder, name)))
  if (failureConverterPath) hash.update(await readFile(failureConverterPath))
  for (const { module, version } of interceptors) hash.update(module).update(version())
  const sdk: { version: string } = createRequire(import.meta.url)('@temporalio/worker/package.json')
  return hash.update(sdk.version).digest('hex').slice(0, 16)
}
