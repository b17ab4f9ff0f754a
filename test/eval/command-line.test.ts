// The real command, as `npm run eval --` starts it.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { startModelServer } from '../support/model-server.ts'
import { fileWith, written } from './lines.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))

interface Ended {
  code: number
  stdout: string
  stderr: string
}

const evaluate = (args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...environment }
    const child = execFile(
      process.execPath,
      ['eval/run.ts', ...args],
      { cwd: CHECKOUT, env },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })

const RIGHT = written({ question: 'Was order 1042 refunded? What is its refund status?' })
const WRONG = written({ id: 'two', category: 'odd', question: 'tell me a joke' })
const SILENT = written({ id: 'three', category: 'silent', question: 'tell me a joke', expected: [] })

test.serial('--help says what is measured, with examples and the exit codes', async (t) => {
  const { code, stdout } = await evaluate(['--help'])
  t.is(code, 0)
  t.regex(stdout, /right action, right silence,?\s+exact parameters/)
  t.regex(stdout, /npm run eval -- eval\/templates\.jsonl --misses/)
  t.regex(stdout, /with 1 where a rate is below --min/)
})

test.serial('misses are no failure: a table, how to see them, and exit code 0', async (t) => {
  const { code, stdout, stderr } = await evaluate([fileWith(t, RIGHT, WRONG, SILENT)])
  t.is(code, 0)
  t.is(stderr, '')
  t.regex(stdout, /builtin engine: 3 lines, [\d.]+ ms each/)
  t.regex(stdout, /\nall +3 +50\.0 % +100\.0 % +50\.0 %\n/)
  t.regex(stdout, /1 of 3 lines went wrong in some way: --misses lists them\./)
})

test.serial('--misses lists what went wrong', async (t) => {
  const { stdout } = await evaluate([fileWith(t, RIGHT, WRONG), '--misses'])
  t.regex(stdout, /two \(odd\)\n {2}tell me a joke\n {2}- expected Refund status, got silence/)
  t.notRegex(stdout, /one \(plain\)/)
})

test.serial(
  '--only keeps the lines whose id or category matches, and says what there is where none does',
  async (t) => {
    const file = fileWith(t, RIGHT, WRONG, SILENT)
    t.regex((await evaluate([file, '--only', 'odd|three'])).stdout, /builtin engine: 2 lines/)
    const { code, stderr } = await evaluate([file, '--only', 'nonsense'])
    t.is(code, 2)
    t.regex(stderr, /No line of .+ matches --only nonsense\. Its categories: plain, odd, silent\./)
  },
)

test.serial('--json is one line for each file', async (t) => {
  const { stdout } = await evaluate([fileWith(t, RIGHT, WRONG), fileWith(t, SILENT), '--json'])
  const [first, second, ...rest] = stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text))
  t.deepEqual(rest, [])
  t.is(first.engine, 'builtin')
  t.deepEqual(first.rates.at(-1), {
    category: 'all',
    lines: 2,
    right_action: 0.5,
    right_silence: null,
    exact_parameters: 0.5,
  })
  t.like(first.misses[0], { id: 'two', problems: ['expected Refund status, got silence'] })
  t.deepEqual(second.misses, [])
})

test.serial('several files are measured together as well', async (t) => {
  const { stdout } = await evaluate([fileWith(t, RIGHT, WRONG), fileWith(t, SILENT)])
  t.regex(stdout, /All files together:\n\n[\s\S]+\nall +3 +50\.0 % +100\.0 % +50\.0 %\n/)
})

test.serial('--min holds all files together: 0 where each rate is reached, 1 with what is not', async (t) => {
  const files = [fileWith(t, RIGHT, WRONG), fileWith(t, SILENT)]
  t.is((await evaluate([...files, '--min', 'action=0.5,silence=1'])).code, 0)
  const below = await evaluate([...files, '--min', 'action=0.6,silence=1,exact=0.5'])
  t.is(below.code, 1)
  t.is(below.stderr, 'right action: 50.0 %, at least 60.0 % is asked for.\n')
  t.regex(below.stdout, /All files together/)
})

const NOT_MEASURED: [string, (t: ExecutionContext) => string[], RegExp][] = [
  ['no file', () => [], /missing required argument 'files'[\s\S]+--help says more/],
  ['a file that is not there', () => ['nowhere.jsonl'], /nowhere\.jsonl can't be read/],
  ['a wrong line', (t) => [fileWith(t, RIGHT, '{')], /questions\.jsonl:2: is not JSON/],
  ['a wrong --min', (t) => [fileWith(t, RIGHT), '--min', 'act=1'], /no rate 'act', only action, silence/],
  ['a wrong --only', (t) => [fileWith(t, RIGHT), '--only', '('], /must be a regular expression/],
  ['another engine', (t) => [fileWith(t, RIGHT), '--engine', 'best'], /Allowed choices are builtin, model/],
  [
    'a model without its settings',
    (t) => [fileWith(t, RIGHT), '--engine', 'model'],
    /--engine model needs ERRAND_MODEL_URL and ERRAND_MODEL\. Example:/,
  ],
]
for (const [what, args, problem] of NOT_MEASURED)
  test.serial(`${what} ends with 2 and what to do, without a stack trace`, async (t) => {
    const { code, stdout, stderr } = await evaluate(args(t))
    t.is(code, 2)
    t.is(stdout, '')
    t.regex(stderr, problem)
    t.notRegex(stderr, /\n {4}at /)
  })

test.serial('a wrong line of the last file shows before anything is asked', async (t) => {
  const { code, stdout } = await evaluate([fileWith(t, RIGHT), fileWith(t, '{')])
  t.is(code, 2)
  t.is(stdout, '')
})

const modelAt = (url: string): NodeJS.ProcessEnv => ({
  ERRAND_MODEL_URL: url,
  ERRAND_MODEL: 'test-model',
  ERRAND_MODEL_KEY: 'test-key-of-a-model',
})

test.serial('a model is measured by the same rules', async (t) => {
  const server = await startModelServer(({ body }) => {
    const asksForRefund = JSON.stringify(body.messages).includes('1042')
    return asksForRefund
      ? { calls: [{ name: body.tools?.[0]?.function.name ?? '', arguments: { order: '1042' } }] }
      : { text: 'There are two hard things.' }
  })
  t.teardown(server.close)
  const offered = JSON.parse(RIGHT).actions.slice(0, 1)
  const lines = [RIGHT, SILENT].map((text) => JSON.stringify({ ...JSON.parse(text), actions: offered }))
  const { code, stdout } = await evaluate(
    [fileWith(t, ...lines), '--engine', 'model', '--min', 'action=1,silence=1,exact=1'],
    modelAt(server.url),
  )
  t.is(code, 0)
  t.regex(stdout, /model engine: 2 lines/)
  t.is(server.requests[0]?.body.model, 'test-model')
  t.is(server.requests[0]?.headers.authorization, 'Bearer test-key-of-a-model')
})

test.serial('a model that refuses every question ends with 2, its reason, and never its key', async (t) => {
  const server = await startModelServer([{ status: 401 }])
  t.teardown(server.close)
  const lines = Array.from({ length: 6 }, (_, index) => written({ id: `line-${index}` }))
  const { code, stdout, stderr } = await evaluate(
    [fileWith(t, ...lines), '--engine', 'model'],
    modelAt(server.url),
  )
  t.is(code, 2)
  t.regex(stderr, /The engine failed on 5 lines in a row, the last of them line-4: /)
  t.notRegex(stdout + stderr, /test-key-of-a-model/)
})
