import os from 'node:os'
import { Argument, Command } from 'commander'
import { mainJob } from './sections/main-job.ts'
import type { Section, Table } from './subject.ts'
import { renderTable } from './table.ts'

const SECTIONS: Section[] = [mainJob]

const program = new Command('npm run bench --')
  .description('Measures Errand against bare baselines, in one run.')
  .addArgument(
    new Argument('[sections...]', 'what to measure (default: all)').choices(SECTIONS.map(({ name }) => name)),
  )
  .option('--scale <factor>', 'multiply the number of samples', Number, 1)
  .option('--json', 'print the tables as one line of JSON', false)
  .addHelpText(
    'after',
    `\nSections:\n${SECTIONS.map(({ name, about }) => `  ${name.padEnd(12)}${about}`).join('\n')}`,
  )
  .parse()

const undo: (() => unknown)[] = []
async function cleanUp(): Promise<void> {
  for (let step = undo.pop(); step; step = undo.pop()) await step()
}
const interrupted = (): void => {
  void cleanUp().finally(() => process.exit(130))
}
process.on('SIGINT', interrupted)
process.on('SIGTERM', interrupted)

const { scale, json } = program.opts<{ scale: number; json: boolean }>()
const wanted = program.args.length > 0 ? SECTIONS.filter(({ name }) => program.args.includes(name)) : SECTIONS
const startedAt = Date.now()
const progress = (line: string): void => {
  process.stderr.write(`${((Date.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${line}\n`)
}
try {
  const tables: Table[] = []
  for (const section of wanted) {
    tables.push(...(await section.run({ scale, progress, cleanUp: (step) => undo.push(step) })))
    await cleanUp()
  }
  const gibibytes = (os.totalmem() / 2 ** 30).toFixed(0)
  const machine = `${os.availableParallelism()} cores, ${gibibytes} GiB, Node ${process.version}`
  if (json) console.log(JSON.stringify({ machine, seconds: (Date.now() - startedAt) / 1_000, tables }))
  else console.log([`\n${machine}\n`, ...tables.map(renderTable)].join('\n'))
} finally {
  await cleanUp()
}
process.exit(0)
