import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { applyPatch, parsePatch } from 'diff'
import { runCommand } from '../process/run-command.ts'
import { buildWithGo } from './build-with-go.ts'
import type { Way } from './ways.ts'

const SOURCE = fileURLToPath(new URL('../ferretdb/', import.meta.url))
const MODULE = 'github.com/FerretDB/FerretDB'
const PATCH = 'look-up-by-id.patch'

/**
 * Builds FerretDB with our proxy and patch.
 * @param into an empty folder
 * @returns the path of the program
 */
export const buildFerretdb: Way['get'] = async (into, context) => {
  const source = join(into, 'source')
  cpSync(SOURCE, source, { recursive: true })
  await patchModule(source, context.signal)
  const program = join(into, 'ferretdb')
  // Without the tag it would need PostgreSQL's driver as well.
  const args = ['build', '-v', '-tags', 'ferretdb_no_postgresql', '-o', program, '.']
  await buildWithGo({ args, cwd: source, usual: 'about 1 minute' }, context)
  return program
}

/** Another with each change of what it is built from. */
export function sourceHash(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(SOURCE).sort()) hash.update(name).update(readFileSync(join(SOURCE, name)))
  return hash.digest('hex').slice(0, 12)
}

/** Has the build in `source` use a copy of FerretDB with our patch. */
async function patchModule(source: string, signal: AbortSignal): Promise<void> {
  const run = (...args: string[]) => runCommand('go', args, { cwd: source, signal })
  const { Dir: original } = JSON.parse(await run('mod', 'download', '-json', MODULE)) as { Dir: string }
  const copy = join(source, 'ferretdb')
  for (const entry of readdirSync(original, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const from = join(entry.parentPath, entry.name)
    const to = join(copy, relative(original, from))
    mkdirSync(dirname(to), { recursive: true })
    // Not copied as a file: those of Go's cache are read-only.
    writeFileSync(to, readFileSync(from))
  }
  for (const patch of parsePatch(readFileSync(join(source, PATCH), 'utf8'))) {
    const file = join(copy, (patch.newFileName ?? '').replace(/^b\//, ''))
    const patched = applyPatch(readFileSync(file, 'utf8'), patch)
    if (patched === false) throw new Error(`${PATCH} does not fit this version of FerretDB`)
    writeFileSync(file, patched)
  }
  await run('mod', 'edit', '-replace', `${MODULE}=./ferretdb`)
}
