/*
 * Runs outlive the code that began them: an approval may wait for 30 days. Each history in test/histories was recorded
 * with the workflows of its time (see CONTRIBUTING.md, "Changing a workflow"); the present ones must decide the same.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { Worker } from '@temporalio/worker'
import { DeterminismViolationError } from '@temporalio/workflow'
import anyTest, { type TestFn } from 'ava'
import { pino } from 'pino'
import { historyFromText } from '../../stack/history-json.ts'
import { cacheFolderOf } from '../../worker/cache-folder.ts'
import { installLogger } from '../../worker/logger.ts'
import { TRACED_WORKFLOWS } from '../../worker/tracing/workflow-module.ts'
import { workflowBundle } from '../../worker/workflow-bundle.ts'

const test = anyTest as TestFn<{ bundle: { code: string }; traced: { code: string } }>

const FOLDER = new URL('../histories/', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8')
const FILES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(new URL(name, FOLDER)).map((file) => `${name}/${file}`))

test.before(async (t) => {
  installLogger(pino({ level: 'silent' }))
  const cache = cacheFolderOf(process.env)
  t.context.bundle = await workflowBundle(cache, { dataConverter: {} })
  t.context.traced = await workflowBundle(cache, { dataConverter: {} }, [TRACED_WORKFLOWS])
})

async function replay(workflowBundle: { code: string }, text: string): Promise<void> {
  const history = historyFromText(text)
  // Children are named after it.
  const id = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId
  if (!id) throw new Error('The history does not begin with the start of a workflow.')
  await Worker.runReplayHistory({ workflowBundle }, history, id)
}

for (const file of FILES)
  test.serial(`the present code takes ${file} up where it was left`, async (t) => {
    await t.notThrowsAsync(replay(t.context.bundle, read(file)))
  })

// Tracing may be turned on, or off, while runs are under way.
for (const file of FILES)
  test.serial(`the present code, traced, takes ${file} up where it was left`, async (t) => {
    await t.notThrowsAsync(replay(t.context.traced, read(file)))
  })

const CHANGES: [what: string, file: string, from: string, to: string][] = [
  ['another activity', 'v1/invoke-get.json', '"callApi"', '"runPython"'],
  ['another activity under way', 'v1/invoke-get-executing.json', '"callApi"', '"runPython"'],
  ['another child', 'v1/answer-several.json', '.2"', '.3"'],
]

for (const [what, file, from, to] of CHANGES)
  test.serial(`a history with ${what} than the code has is told apart`, async (t) => {
    const text = read(file)
    t.true(text.includes(from))
    await t.throwsAsync(replay(t.context.bundle, text.replaceAll(from, to)), {
      instanceOf: DeterminismViolationError,
    })
  })

/** All texts in it, those in payloads in the clear. */
function textsOf(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return [key === 'data' ? Buffer.from(value, 'base64').toString() : value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => textsOf(part, name))
}

test('no history tells where it was recorded', (t) => {
  const telling = new RegExp(`/(work|tmp|root|home|Users)/|stackTrace|\\d@|@${RegExp.escape(hostname())}`)
  t.regex('file:///root/a.ts', telling)
  for (const file of FILES) {
    const texts = textsOf(JSON.parse(read(file)))
    t.deepEqual(
      texts.filter((text) => telling.test(text)),
      [],
      file,
    )
  }
})
