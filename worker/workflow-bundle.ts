import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The workflows as one script. Bundling takes seconds, so it's done once for each state of the sources and kept
 * in `cacheFolder`.
 */
export async function workflowBundle(cacheFolder: string): Promise<{ code: string }> {
  const path = join(cacheFolder, `workflows-${await sourcesHash()}.js`)
  try {
    return { code: await readFile(path, 'utf8') }
  } catch {
    const { code } = await bundle()
    await mkdir(cacheFolder, { recursive: true })
    const temporary = `${path}.${process.pid}`
    await writeFile(temporary, code)
    await rename(temporary, path)
    return { code }
  }
}

function bundle(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'),
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

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of ['workflows', 'domain'])
    for (const name of (await readdir(join(root, folder))).sort())
      if (name.endsWith('.ts')) hash.update(name).update(await readFile(join(root, folder, name)))
  const sdk: { version: string } = createRequire(import.meta.url)('@temporalio/worker/package.json')
  return hash.update(sdk.version).digest('hex').slice(0, 16)
}
