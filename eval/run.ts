import { Command, InvalidArgumentError, Option } from 'commander'
import { createBuiltinEngine } from '../language/builtin/engine.ts'
import { createLanguageEngine } from '../language/create-engine.ts'
import type { LanguageEngine } from '../language/engine.ts'
import { ask } from './ask.ts'
import type { Line } from './line.ts'
import { readLines } from './read-lines.ts'
import { missesOf, ratesByCategory, tableOf } from './report.ts'
import { type Score, score } from './score.ts'

/** A line that says none is taken to be asked at this time, so that every run gives the same. */
const NOW = '2026-03-02T09:00:00Z'

interface Options {
  engine: 'builtin' | 'model'
  misses: boolean
  json: boolean
  only?: RegExp
}

const program = new Command('npm run eval --')
  .description(
    'Measures how well an engine understands questions, on the lines of JSONL files. Nothing is run.',
  )
  .argument('<files...>', 'files with a line for each question: see docs/understanding.md')
  .addOption(
    new Option('--engine <name>', 'model is the one of ERRAND_MODEL_URL, ERRAND_MODEL, ERRAND_MODEL_KEY')
      .choices(['builtin', 'model'])
      .default('builtin'),
  )
  .option('--only <pattern>', 'lines whose id or category matches this regular expression', pattern)
  .option('--misses', 'list the lines that went wrong', false)
  .option('--json', 'print rates and misses as one line of JSON', false)
  .parse()

const options = program.opts<Options>()

try {
  for (const file of program.args) await measure(file)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function measure(file: string): Promise<void> {
  const { only } = options
  const lines = readLines(file).filter(({ id, category }) => !only || only.test(id) || only.test(category))
  const startedAt = performance.now()
  const scores: Score[] = []
  for (const [index, line] of lines.entries()) {
    if (process.stderr.isTTY) process.stderr.write(`\r${index + 1} of ${lines.length}`)
    scores.push(score(line, (await ask(engineFor(line), line)).matches))
  }
  if (process.stderr.isTTY) process.stderr.write('\r')
  const rates = ratesByCategory(scores)
  if (options.json) {
    const misses = scores
      .filter(({ problems }) => problems.length > 0)
      .map(({ line: { id, category, question }, problems }) => ({ id, category, question, problems }))
    console.log(JSON.stringify({ file, engine: options.engine, rates, misses }))
    return
  }
  const wrong = scores.filter(({ problems }) => problems.length > 0).length
  const each = ((performance.now() - startedAt) / Math.max(1, lines.length)).toFixed(1)
  console.log(
    `${file}, ${options.engine} engine: ${lines.length} lines, ${each} ms each\n\n${tableOf(rates)}\n`,
  )
  if (options.misses) console.log(missesOf(scores))
  else if (wrong > 0) console.log(`${wrong} lines went wrong in some way: --misses lists them.`)
}

function engineFor({ now = NOW }: Line): LanguageEngine {
  if (options.engine === 'builtin') return createBuiltinEngine({ now: () => new Date(now) })
  const { ERRAND_MODEL_URL: url, ERRAND_MODEL: model, ERRAND_MODEL_KEY: key } = process.env
  if (!url) throw new Error('--engine model needs ERRAND_MODEL_URL, such as http://127.0.0.1:11434/v1.')
  return createLanguageEngine({ url, model, key })
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text)
  } catch {
    throw new InvalidArgumentError('Give a regular expression, such as irrelevance.')
  }
}
