import { readFileSync } from 'node:fs'
import type { Table } from '../../subject.ts'

/** MiB of each process; NaN where it can't be seen into. */
export type Memory = Record<string, number>

/** What each process holds in memory, shared pages included. */
export const memoryOf = (pids: Record<string, number>): Memory =>
  Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, residentMib(pid)]))

function residentMib(pid: number): number {
  try {
    const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kib) / 1_024
  } catch {
    return Number.NaN
  }
}

export const memoryTable = (before: Memory, after: Memory): Table => ({
  title: 'Memory of each process, MiB',
  columns: ['', 'before', 'after the load', 'ratio'],
  rows: Object.keys(before).map((name) => [
    name,
    { value: before[name] ?? Number.NaN },
    { value: after[name] ?? Number.NaN },
    { ratio: (after[name] ?? Number.NaN) / (before[name] ?? Number.NaN) },
  ]),
})
