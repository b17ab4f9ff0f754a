import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Operation } from '../../../api/contract/operation.ts'
import type { FuzzResult } from './job.ts'

export interface FuzzRun {
  program: string
  /** For its files; each run has names of its own. */
  folder: string
  who: string
  url: string
  seconds: number
  seed: number
  /** All that it may try; the rest of the document is left out. */
  operations: Operation[]
  leftOut: Operation[]
  configuration: string
  /** Values that no response may hold. */
  confidential: string[]
  signedOut: boolean
}

interface Report {
  operations: { tested: number; selected: number }
  failures: { title: string; operations: string[] }[]
  errors: unknown[]
}

/** Is asked once by schemathesis itself, and left out of what it fuzzes. */
const ITS_DOCUMENT = 'readOpenApi'
/** What it takes after its time is over: the phase that goes on, shrinking, the report. */
const GRACE_MS = 180_000
/** What a machine that has much else to do gets once more, where the time was over before each operation had its turn. */
const MORE_TIME = 5

/**
 * Runs schemathesis on the document that the stack itself serves: its examples, the corners of each schema, random data
 * right and wrong, and chains of requests in which one takes the ids of another's response.
 * @throws where it does not come to an end by itself
 */
export async function runSchemathesis(run: FuzzRun): Promise<FuzzResult> {
  const result = await runOnce(run)
  const wasShort = result.untested.length > 0 && result.failures.length === 0
  return wasShort ? runOnce({ ...run, seconds: run.seconds * MORE_TIME }) : result
}

async function runOnce(run: FuzzRun): Promise<FuzzResult> {
  const file = (name: string) => join(run.folder, `${run.who.replaceAll(' ', '-')}.${name}`)
  writeFileSync(file('toml'), run.configuration)
  rmSync(file('log'), { force: true })
  const { code, output } = await spawnToEnd(
    run.program,
    [
      ...['--config-file', file('toml'), 'run', `${run.url}/api/v1/openapi.json`],
      ...['--mode', 'all', '--max-time', String(run.seconds), '--seed', String(run.seed), '--no-color'],
      ...['--report', 'json', '--report-json-path', file('json'), '--generation-database', 'none'],
      ...['--suppress-health-check', 'all', '--warnings', 'off'],
      ...run.leftOut.flatMap(({ id }) => ['--exclude-operation-id', id]),
    ],
    {
      FUZZ_LOG: file('log'),
      FUZZ_CONFIDENTIAL: run.confidential.join(),
      FUZZ_SIGNED_OUT: run.signedOut ? '1' : '',
    },
    { cwd: run.folder, timeout: run.seconds * 1_000 + GRACE_MS },
  )
  if (!existsSync(file('json'))) throw new Error(`Schemathesis ended with ${code} and no report:\n${output}`)
  return resultOf(run, JSON.parse(readFileSync(file('json'), 'utf8')), linesOf(file('log')), output)
}

function resultOf(run: FuzzRun, report: Report, calls: string[], output: string): FuzzResult {
  const count = (part: number) => {
    const groups = Map.groupBy(calls, (line) => line.split(' ')[part] ?? '')
    return Object.fromEntries([...groups].map(([name, lines]) => [name, lines.length]).toSorted())
  }
  const longest = calls
    .map((line) => line.split(' '))
    .toSorted(([, , a], [, , b]) => Number(b) - Number(a))
    .slice(0, 3)
  const failed = report.failures.length + report.errors.length > 0
  return {
    who: run.who,
    untested: run.operations.map(({ id }) => id).filter((id) => !(id in count(0)) && id !== ITS_DOCUMENT),
    operations: report.operations.tested,
    requests: calls.length,
    statuses: count(1),
    longest: longest.map(([id, status, milliseconds]) => `${id} ${status}: ${milliseconds} ms`),
    failures: failed ? [output.slice(Math.max(0, output.search(/^=+ (FAILURES|ERRORS) =+$/m)))] : [],
  }
}

const linesOf = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []

function spawnToEnd(
  program: string,
  args: string[],
  environment: Record<string, string>,
  options: { cwd: string; timeout: number },
) {
  const child = spawn(program, args, {
    env: { ...process.env, ...environment, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
