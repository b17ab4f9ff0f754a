import { Command } from 'commander'
import { readText } from '../language/builtin/extract/extract.ts'
import { FITTED_FEATURES } from '../language/builtin/match/probability.ts'
import { rank } from '../language/builtin/rank.ts'
import type { Line } from './line.ts'
import { type Example, fitLogistic, type Model, probabilityOf } from './logistic.ts'
import { offeredBy } from './offered.ts'
import { readLines } from './read-lines.ts'

/** What relative dates count from, as in run.ts: the same rows every time. */
const NOW = new Date('2026-03-02T09:00:00Z')
const FOLDS = 5

/** A line with what speaks for each of its offered actions. */
interface Row {
  line: Line
  offered: { name: string; features: number[] }[]
}

const program = new Command('npm run eval:fit --')
  .description(
    'Fits the weights of language/builtin/match/probability.ts to the lines of JSONL files, and measures them on lines that they were not fitted to.',
  )
  .argument('<files...>')
  .option('--penalty <number>', 'how strongly large weights are held back', Number, 1)
  .parse()

const { penalty } = program.opts<{ penalty: number }>()
const lines = program.args.flatMap(readLines).filter(({ before }) => before.length === 0)
const rows = lines.map(rowOf)

const folded = Array.from({ length: FOLDS }, (_, fold) => {
  const model = modelOf(rows.filter((_, index) => index % FOLDS !== fold))
  return rows.filter((_, index) => index % FOLDS === fold).map((row) => decide(row, model))
}).flat()
console.log(`${rows.length} lines, ${FOLDS}-fold: on lines that a model has not seen\n`)
console.log('threshold  right action  right silence')
for (let threshold = 0.3; threshold < 0.71; threshold += 0.05) {
  const [right, silence] = ratesAt(folded, threshold)
  console.log(`${threshold.toFixed(2)}       ${percent(right)}        ${percent(silence)}`)
}
const all = modelOf(rows)
console.log(`\nFitted to all of them:\nbias: ${all.bias.toFixed(2)}`)
for (const [index, name] of FITTED_FEATURES.entries())
  console.log(`${name}: ${(all.weights[index] ?? 0).toFixed(2)},`)

function rowOf(line: Line): Row {
  const ranked = rank(
    readText(line.question, () => NOW),
    offeredBy(line),
  )
  const offered = ranked.map(({ action, features }) => {
    return { name: action.name, features: FITTED_FEATURES.map((feature) => features[feature]) }
  })
  return { line, offered }
}

/** The expected action of each line against all others that it offers, which share one weight. */
function modelOf(part: Row[]): Model {
  const examples = part.flatMap(({ line: { expected }, offered }): Example[] => {
    const wrong = offered.filter(({ name }) => expected.every((one) => one.name !== name))
    return offered.map((one) => {
      const isWrong = wrong.includes(one)
      return { features: one.features, label: isWrong ? 0 : 1, weight: isWrong ? 1 / wrong.length : 1 }
    })
  })
  return fitLogistic(examples, penalty)
}

interface Decision {
  asking: boolean
  /** Whether the likeliest action is the expected one. */
  first: boolean
  probability: number
}

function decide({ line: { expected }, offered }: Row, model: Model): Decision {
  const [best] = offered
    .map(({ name, features }) => ({ name, probability: probabilityOf(model, features) }))
    .sort((a, b) => b.probability - a.probability)
  return {
    asking: expected.length > 0,
    first: expected.length === 1 && expected[0]?.name === best?.name,
    probability: best?.probability ?? 0,
  }
}

function ratesAt(decisions: Decision[], threshold: number): [number, number] {
  const asking = decisions.filter(({ asking }) => asking)
  const silent = decisions.filter(({ asking }) => !asking)
  return [
    asking.filter(({ first, probability }) => first && probability >= threshold).length / asking.length,
    silent.filter(({ probability }) => probability < threshold).length / silent.length,
  ]
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`
}
