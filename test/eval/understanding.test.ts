// Holds the built-in engine to our own questions about the ready-made actions: those that one may look at while working
// on the engine, and those that are held out. Which went wrong: npm run eval -- eval/templates.jsonl --misses
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { engineFor } from '../../eval/engine-for.ts'
import { measure } from '../../eval/measure.ts'
import { belowMinimum } from '../../eval/minimum.ts'
import { ratesByCategory, ratesOf } from '../../eval/rates.ts'
import { readLines } from '../../eval/read-lines.ts'
import { tableOf } from '../../eval/report.ts'

const GOAL = { action: 0.95, silence: 0.95, exact: 0.85 }
const FEWEST = {
  plain: 60,
  near_miss: 50,
  missing: 30,
  follow_up: 30,
  several: 15,
  user: 12,
  german: 15,
}

const inEval = (name: string): string => fileURLToPath(new URL(`../../eval/${name}`, import.meta.url))
const seen = readLines(inEval('templates.jsonl'))
const heldOut = readLines(inEval('templates-held-out.jsonl'))
const all = [...seen, ...heldOut]

test('the built-in engine understands the questions about the ready-made actions', async (t) => {
  const scores = await measure(all, engineFor('builtin', {}), () => {})
  t.log(tableOf(ratesByCategory(scores)))
  t.deepEqual(belowMinimum(ratesOf('all', scores), GOAL), [])
})

test('the set has enough of each kind of question, and every action in at least six wordings', (t) => {
  for (const [category, fewest] of Object.entries(FEWEST))
    t.true(all.filter((line) => line.category === category).length >= fewest, category)
  const wordings = new Map<string, number>()
  for (const { category, expected } of all)
    for (const { name } of category === 'plain' ? expected : [])
      wordings.set(name, (wordings.get(name) ?? 0) + 1)
  t.is(wordings.size, 10)
  for (const [name, count] of wordings) t.true(count >= 6, name)
})

test('no question is in both files, and a third of each category is held out', (t) => {
  const asked = (line: (typeof all)[number]): string =>
    JSON.stringify([line.before, line.question, line.user])
  t.is(new Set(all.map(asked)).size, all.length)
  t.is(new Set(all.map(({ id }) => id)).size, all.length)
  for (const category of Object.keys(FEWEST)) {
    const share =
      heldOut.filter((line) => line.category === category).length /
      all.filter((line) => line.category === category).length
    t.true(share > 0.3 && share < 0.37, `${category}: ${share}`)
  }
})
