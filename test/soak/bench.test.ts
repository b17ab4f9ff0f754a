/*
 * The benchmark's rows, not their speed: that everything which is measured runs and gives what it must.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import test from 'ava'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Result {
  tables: { title: string; rows: Record<string, string | number>[] }[]
}

test('the benchmark of the sandbox gives every number beside its aim', async (t) => {
  t.timeout(600_000)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['bench/run.ts', 'sandbox', '--scale', '0.02', '--json'],
    { cwd: ROOT, maxBuffer: 2 ** 24 },
  )
  const { tables } = JSON.parse(stdout) as Result
  const [warm, first, check, sustained, memory] = tables.map(({ rows }) => rows)
  t.deepEqual(
    warm?.map(({ aim = '' }) => aim),
    ['', '≤ 0.2×', '', '', '≤ 0.15×', ''],
  )
  for (const row of [...(warm ?? []), ...(first ?? []), ...(check ?? [])]) t.true(Number(row['p50 ms']) > 0)
  t.deepEqual(
    sustained?.map(({ aim = '' }) => aim),
    ['', '≥ 1.3×', '', '≥ 1.3×'],
  )
  for (const row of sustained ?? []) t.true(Number(row['per second']) > 0)
  t.is(memory?.length, 3)
  for (const row of memory ?? []) {
    const anonymous = Number(row['anonymous MiB'])
    // By the engine there is more: pages of files, and the kernel's own.
    t.true(anonymous > 5 && Number(row['MiB by the engine']) > 0.8 * anonymous, JSON.stringify(row))
  }
})

test('the benchmark of the API loses no run and counts each once', async (t) => {
  t.timeout(600_000)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['bench/run.ts', 'api', '--scale', '0.1', '--json'],
    { cwd: ROOT, maxBuffer: 2 ** 24 },
  )
  const { tables } = JSON.parse(stdout) as Result
  const [reads = [], triggers = [], whole = [], memory = []] = tables.map(({ rows }) => rows)
  t.is(reads.length, 6)
  for (const row of [...reads, ...triggers]) {
    t.true(Number(row['per second']) > 0, JSON.stringify(row))
    t.is(row.errors, 0, JSON.stringify(row))
  }
  const [{ accepted, ...found } = {}] = whole
  t.true(Number(accepted) > 30)
  t.deepEqual(new Set(Object.values(found)), new Set([accepted]))
  t.true(memory.length >= 2)
})
