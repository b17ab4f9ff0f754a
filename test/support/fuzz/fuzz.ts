import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ExecutionContext } from 'ava'
import { getSchemathesis } from './get-schemathesis.ts'
import type { FuzzJob, FuzzResult } from './job.ts'
import { runApart } from './lab.ts'

const INSIDE = fileURLToPath(new URL('inside.ts', import.meta.url))

/** Fuzzes the API by its own document for so long, prints what was sent and seen, and fails with all that was found. */
export async function fuzz(t: ExecutionContext, seconds: number, seed: number): Promise<void> {
  t.timeout(seconds * 1_000 + 900_000)
  const program = await getSchemathesis((line) => console.error(line))
  const folder = mkdtempSync(join(tmpdir(), 'errand-fuzz-result-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const abort = new AbortController()
  t.teardown(() => abort.abort())
  const resultFile = join(folder, 'result.json')
  const job: FuzzJob = { seconds, seed, program, resultFile }
  const code = await runApart(INSIDE, { ERRAND_INTERNAL_FUZZ_JOB: JSON.stringify(job) }, abort.signal)
  const results: FuzzResult[] = JSON.parse(readFileSync(resultFile, 'utf8'))
  for (const { who, operations, requests, statuses, longest } of results) {
    const counts = Object.entries(statuses).map(([status, count]) => `${status} × ${count}`)
    t.log(
      `${who}: ${operations} operations, ${requests} requests: ${counts.join(', ')}; longest ${longest.join(', ')}`,
    )
  }
  t.is(results.length, 3)
  for (const { who, failures, untested } of results) {
    t.deepEqual(failures, [], `as ${who}`)
    t.deepEqual(untested, [], `as ${who}`)
  }
  t.is(code, 0)
}
