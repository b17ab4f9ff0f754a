import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { cacheFolder } from '../../../stack/provision/cache-folder.ts'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

/** Of a package that is installed with the others. */
export const installedDocument = (file: string): Promise<string> => readFile(require.resolve(file), 'utf8')

/**
 * GitHub's own description of its API, some 1,200 operations. Its package unpacks to half a gigabyte, of which
 * this is one file: so it is no dependency, and the file is kept in the cache.
 */
export async function githubDocument(): Promise<string> {
  const name = '@octokit/openapi@23.0.2'
  const kept = join(cacheFolder(process.env), 'documents', 'github-23.0.2.json')
  try {
    return await readFile(kept, 'utf8')
  } catch {
    // Not there yet.
  }
  await mkdir(dirname(kept), { recursive: true })
  const folder = await mkdtemp(join(dirname(kept), 'packed-'))
  try {
    const { stdout } = await run('npm', ['pack', name, '--silent', '--pack-destination', folder])
    const archive = await readFile(join(folder, stdout.trim().split('\n').at(-1) ?? ''))
    const text = await entryOf(archive, 'package/generated/api.github.com.json')
    // Without its spaces, as clients send it.
    const partial = join(folder, 'document.json')
    await writeFile(partial, JSON.stringify(JSON.parse(text)))
    await rename(partial, kept)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return readFile(kept, 'utf8')
}

async function entryOf(archive: Buffer, name: string): Promise<string> {
  const entries = extract()
  Readable.from(archive).pipe(createGunzip()).pipe(entries)
  for await (const entry of entries) {
    if (entry.header.name !== name) {
      entry.resume()
      continue
    }
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  }
  throw new Error(`The package has no ${name}`)
}
