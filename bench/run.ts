import os from 'node:os'
import { readOptions } from './options.ts'
import type { Section, Table } from './subject.ts'
import { renderTable, tableAsJson } from './table.ts'
import { createUndo } from './undo.ts'
import { createWorld, type World } from './world.ts'

const { sections, scale, json, plot, encryptHistory } = readOptions(process.argv)
const startedAt = Date.now()
const seconds = () => (Date.now() - startedAt) / 1_000
const progress = (line: string): void => {
  process.stderr.write(`${seconds().toFixed(0).padStart(4)} s  ${line}\n`)
}

const undo = createUndo()
let isInterrupted = false
function interrupt(): void {
  if (isInterrupted) return
  isInterrupted = true
  progress('stopping')
  void undo.all().finally(() => process.exit(130))
}
process.on('SIGINT', interrupt)
process.on('SIGTERM', interrupt)

try {
  const tables = await measure(sections)
  const machine = { cores: os.availableParallelism(), memory_gib: Math.round(os.totalmem() / 2 ** 30) }
  const measuredFor = seconds()
  if (json)
    console.log(
      JSON.stringify({
        ...machine,
        node: process.version,
        seconds: measuredFor,
        tables: tables.map(tableAsJson),
      }),
    )
  else {
    const { cores, memory_gib } = machine
    console.log(`\n${tables.map(renderTable).join('\n')}`)
    console.log(
      `${cores} cores, ${memory_gib} GiB, Node ${process.version}, ${measuredFor.toFixed(0)} s in all`,
    )
  }
} catch (error) {
  // What fails while it is being stopped has not failed.
  if (!isInterrupted) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
await undo.all()
process.exit(isInterrupted ? 130 : process.exitCode)

async function measure(wanted: Section[]): Promise<Table[]> {
  let world: Promise<World> | undefined
  const context = {
    scale,
    plot,
    progress,
    cleanUp: undo.later,
    world: () => {
      world ??= createWorld({ progress, cleanUp: undo.later, encryptHistory })
      return world
    },
  }
  const tables: Table[] = []
  for (const section of wanted) tables.push(...(await section.run(context)))
  return tables
}
