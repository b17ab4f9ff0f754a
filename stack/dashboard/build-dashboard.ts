import { mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runCommand } from '../process/run-command.ts'

/**
 * Builds the dashboard into `folder`, which is there as a whole or not at all.
 * @param checkout absolute
 * @throws {Error} with what the bundler said
 */
export async function buildDashboard(checkout: string, folder: string, signal?: AbortSignal): Promise<void> {
  const vite = createRequire(join(checkout, 'package.json')).resolve('vite/package.json')
  const temporary = `${folder}.${process.pid}`
  await mkdir(dirname(folder), { recursive: true })
  try {
    await runCommand(
      process.execPath,
      [
        join(dirname(vite), 'bin/vite.js'),
        'build',
        '--config',
        join(checkout, 'web/vite.config.ts'),
        '--outDir',
        temporary,
        '--emptyOutDir',
        '--logLevel',
        'warn',
      ],
      { cwd: checkout, signal, env: { ...process.env, NODE_ENV: 'production' } },
    )
    await rename(temporary, folder).catch((error: NodeJS.ErrnoException) => {
      // Somebody else has built the same meanwhile.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}
