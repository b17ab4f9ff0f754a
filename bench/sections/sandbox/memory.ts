import type Docker from 'dockerode'
import { SANDBOX_LABEL } from '../../../sandbox/container-options.ts'
import { LIBRARY_MENU } from '../../../sandbox/pool/library-menu.ts'
import type { Table } from '../../subject.ts'
import { openMeasuredSandbox } from '../../subjects/measured-sandbox.ts'
import { PANDAS } from './kinds.ts'

const MIB = 1024 ** 2
const EVERYTHING = Object.keys(LIBRARY_MENU)
  .map((name) => `import ${name}\n`)
  .join('')
/** The base, pandas with pyplot, the whole menu. */
const KINDS = 3

/** What a container takes while it waits: by its harness's own count, and by the engine's. */
export async function memoryOfWaiting(docker: Docker, image: string): Promise<Table> {
  const measured = openMeasuredSandbox({ docker, image, waiting: KINDS })
  try {
    const { sandbox, warm, owner } = measured
    sandbox.prepareFor(PANDAS.code)
    sandbox.prepareFor(EVERYTHING)
    await warm(PANDAS.code)
    await warm(EVERYTHING)
    const waiting = [...sandbox.waiting()].sort((a, b) => a.memoryBytes - b.memoryBytes)
    const seen = await memoryByEngine(docker, owner)
    return {
      title: 'Memory of one waiting container',
      columns: ['imported', 'anonymous MiB', 'MiB by the engine'],
      rows: waiting.map(({ modules, memoryBytes }, index) => [
        modules.length > PANDAS_AND_BASE ? `all ${modules.length} of the menu` : modules.join(', '),
        { value: memoryBytes / MIB },
        { value: (seen.slice(-waiting.length)[index] ?? Number.NaN) / MIB },
      ]),
    }
  } finally {
    await measured.sandbox.close()
  }
}

const PANDAS_AND_BASE = 3

/** Of each container of this owner, as `docker stats` shows it, in ascending order: the one for checks comes first. */
async function memoryByEngine(docker: Docker, owner: string): Promise<number[]> {
  const found = await docker.listContainers({ filters: { label: [`${SANDBOX_LABEL}=${owner}`] } })
  const used = await Promise.all(
    found.map(async ({ Id: id }) => {
      const { memory_stats: memory } = await docker
        .getContainer(id)
        .stats({ stream: false, 'one-shot': true })
      const { total_inactive_file: v1, inactive_file: v2 } = memory.stats as unknown as {
        total_inactive_file?: number
        inactive_file?: number
      }
      return memory.usage - (v1 ?? v2 ?? 0)
    }),
  )
  return used.sort((a, b) => a - b)
}
