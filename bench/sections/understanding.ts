import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import MiniSearch from 'minisearch'
import type { OfferedAction } from '../../domain/language.ts'
import { createBuiltinEngine } from '../../language/builtin/engine.ts'
import { tokensOf } from '../../language/builtin/match/tokens.ts'
import { createActionIndex } from '../../language/index/action-index.ts'
import { manyActions, manyQuestions } from '../../test/support/many-actions.ts'
import { summarize } from '../statistics.ts'
import type { Cell, Section } from '../subject.ts'

const COUNTS = [10, 1_000, 5_000]
const QUESTIONS = 200
const UPDATES = 50
const MIB = 1024 * 1024

/** How long the built-in engine takes to find the right one of many actions, and what its index costs. */
export const understanding: Section = {
  name: 'understanding',
  about: 'finding the action that a question asks for among 10, 1,000 and 5,000, and the index that it takes',
  async run({ scale, progress }) {
    const matching: Cell[][] = []
    const indexing: Cell[][] = []
    for (const count of COUNTS) {
      progress(`understanding: ${count} actions`)
      matching.push(await matchingRow(count, Math.max(10, Math.round(QUESTIONS * scale))))
      indexing.push(indexingRow(count))
    }
    return [
      {
        title: 'One question, understood whole by the built-in engine; the baseline counts shared words',
        columns: ['actions', 'n', 'p50 ms', 'p99 ms', 'right', 'baseline p50', 'right', 'ratio'],
        rows: matching,
      },
      {
        title: 'The index; the baseline is MiniSearch without stems, synonyms and parameters',
        columns: [
          'actions',
          'built in ms',
          'MiB',
          'one changed, ms',
          'look-up p50 ms',
          'baseline built in ms',
          'ratio',
        ],
        rows: indexing,
      },
    ]
  },
}

async function matchingRow(count: number, questions: number): Promise<Cell[]> {
  const actions = manyActions(count)
  const asked = manyQuestions(questions, count)
  const engine = createBuiltinEngine()
  const understand = async (question: string) => {
    const request = { question, history: [], user: {}, instructions: '', actions, pending: [] }
    return (await engine.understand(request, AbortSignal.timeout(60_000))).matches[0]?.action_id
  }
  for (const { question } of asked) await understand(question)
  const times: number[] = []
  const bareTimes: number[] = []
  let right = 0
  let bareRight = 0
  for (const { question, id } of asked) {
    const startedAt = performance.now()
    if ((await understand(question)) === id) right++
    const bareAt = performance.now()
    if (mostSharedWords(question, actions) === id) bareRight++
    times.push(bareAt - startedAt)
    bareTimes.push(performance.now() - bareAt)
  }
  const [own, bare] = [summarize(times), summarize(bareTimes)]
  return [
    { count },
    { count: own.n },
    { value: own.p50 },
    { value: own.p99 },
    percent(right / asked.length),
    { value: bare.p50 },
    percent(bareRight / asked.length),
    { ratio: own.p50 / bare.p50 },
  ]
}

const percent = (share: number): string => `${Math.round(100 * share)} %`

/** The least that could be done: all texts in lower case, and the action that has the most words of the question. */
function mostSharedWords(question: string, actions: OfferedAction[]): string | null {
  const words = question.toLowerCase().split(/\W+/).filter(Boolean)
  let best: string | null = null
  let most = -1
  for (const { id, name, trigger, description } of actions) {
    const there = new Set(`${name} ${trigger} ${description}`.toLowerCase().split(/\W+/))
    const shared = words.filter((word) => there.has(word)).length
    if (shared > most) [best, most] = [id, shared]
  }
  return best
}

function indexingRow(count: number): Cell[] {
  const actions = manyActions(count)
  const before = heapInUse()
  const index = createActionIndex()
  const build = milliseconds(() => index.update(actions))
  const memory = heapInUse() - before
  const update = summarize(
    Array.from({ length: UPDATES }, (_, nth) => {
      const place = Math.floor((nth * count) / UPDATES)
      const changed = actions.map((action, at) =>
        at === place ? { ...action, name: `Changed ${nth}` } : action,
      )
      const taken = milliseconds(() => index.update(changed))
      index.update(actions)
      return taken
    }),
  )
  const lookUp = summarize(
    manyQuestions(100, count).map(({ question }) => {
      const tokens = tokensOf(question)
      return milliseconds(() => index.nearest(tokens))
    }),
  )
  const bare = new MiniSearch({ fields: ['name', 'trigger', 'description'] })
  const bareBuild = milliseconds(() => bare.addAll(actions))
  return [
    { count },
    { value: build },
    { value: memory / MIB },
    update.p50.toFixed(2),
    lookUp.p50.toFixed(2),
    { value: bareBuild },
    { ratio: build / bareBuild },
  ]
}

function milliseconds(task: () => void): number {
  const startedAt = performance.now()
  task()
  return performance.now() - startedAt
}

function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  return process.memoryUsage().heapUsed
}
