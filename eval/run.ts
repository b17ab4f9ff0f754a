// `npm run eval`: how well an engine understands the questions of JSONL files.
import { engineFor } from './engine-for.ts'
import type { Line } from './line.ts'
import { measure } from './measure.ts'
import { belowMinimum } from './minimum.ts'
import { type Options, readOptions } from './options.ts'
import { createProgress } from './progress.ts'
import { ratesByCategory, ratesOf } from './rates.ts'
import { readLines } from './read-lines.ts'
import { isWrong, missesOf, tableOf } from './report.ts'
import type { Score } from './score.ts'

const BELOW_MINIMUM = 1
const NOT_MEASURED = 2

const options = readOptions(process.argv.slice(2))
try {
  process.exitCode = await run(options)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = NOT_MEASURED
}

async function run({ files, engine, only, min, misses, json }: Options): Promise<number> {
  // All files first: a wrong line in the last one shows before a model is asked for hours.
  const read = files.map((file) => ({ file, lines: chosen(readLines(file), file, only) }))
  const engineOf = engineFor(engine, process.env)
  const all: Score[] = []
  for (const { file, lines } of read) {
    const progress = createProgress(file, lines.length, process.stderr)
    const startedAt = performance.now()
    const scores = await measure(lines, engineOf, progress.show).finally(progress.end)
    all.push(...scores)
    if (json) console.log(asJson(file, engine, scores))
    else console.log(asText(`${file}, ${engine} engine`, scores, misses, performance.now() - startedAt))
  }
  if (read.length > 1 && !json) console.log(`All files together:\n\n${tableOf(ratesByCategory(all))}\n`)
  const below = belowMinimum(ratesOf('all', all), min)
  for (const sentence of below) console.error(sentence)
  return below.length > 0 ? BELOW_MINIMUM : 0
}

function chosen(lines: Line[], file: string, only?: RegExp): Line[] {
  const wanted = lines.filter(({ id, category }) => !only || only.test(id) || only.test(category))
  if (wanted.length > 0) return wanted
  const categories = [...new Set(lines.map(({ category }) => category))].join(', ')
  throw new Error(`No line of ${file} matches --only ${only?.source}. Its categories: ${categories}.`)
}

function asText(title: string, scores: Score[], misses: boolean, ms: number): string {
  const wrong = scores.filter(isWrong).length
  const each = (ms / scores.length).toFixed(1)
  const list = misses
    ? missesOf(scores)
    : `${wrong} of ${scores.length} lines went wrong in some way: --misses lists them.`
  const parts = [`${title}: ${scores.length} lines, ${each} ms each`, tableOf(ratesByCategory(scores))]
  return [...parts, ...(wrong > 0 ? [list] : [])].map((part) => `${part}\n`).join('\n')
}

function asJson(file: string, engine: string, scores: Score[]): string {
  const misses = scores.filter(isWrong).map(({ line: { id, category, before, question }, problems }) => ({
    id,
    category,
    before,
    question,
    problems,
  }))
  return JSON.stringify({ file, engine, rates: ratesByCategory(scores), misses })
}
