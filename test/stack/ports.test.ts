// Stacks that start at once choose their ports before any of them listens.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'

const MODULE = new URL('../../stack/data/ports.ts', import.meta.url).href
const NAMES = ['api', 'temporal', 'temporalUi', 'mongodb'] as const

function newFolder(t: { teardown: (task: () => void) => void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'errand-ports-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return folder
}

/** As a start does: in a process of its own. */
async function choose(folder: string): Promise<Record<string, number>> {
  const script = `import { rememberedPorts } from ${JSON.stringify(MODULE)}
    console.log(JSON.stringify(await rememberedPorts(${JSON.stringify(folder)}, ${JSON.stringify(NAMES)})))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  return JSON.parse(stdout)
}

test('stacks that choose ports at once choose different ones', async (t) => {
  const chosen = await Promise.all(Array.from({ length: 12 }, () => choose(newFolder(t))))
  t.is(new Set(chosen.flatMap((ports) => Object.values(ports))).size, 12 * NAMES.length)
})

test('a folder keeps its ports', async (t) => {
  const folder = newFolder(t)
  t.deepEqual(await choose(folder), await choose(folder))
})
