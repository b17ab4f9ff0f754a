import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from '../domain/run.ts'
import type { Client } from './client/client.ts'
import { path } from './client/path.ts'
import { isOver } from './terminal/run-text.ts'

export interface RunList {
  runs: Run[]
  next_cursor: string | null
}

export interface FollowOptions {
  client: Client
  guru: string
  query: Record<string, string | undefined>
  /** Ends the following. */
  signal: AbortSignal
  /** How many runs of before to begin with. */
  lines: number
}

const EVERY_MS = 1_000
const PAGE = 50
/** A burst between two looks; what is older than that many runs was seen before. */
const MAX_PAGES = 20
/** The history may show a run this much later than it ended. */
const LAG_MS = 10_000

/** Tells of each run when it first shows, and again when its status changes, in the order of time. */
export async function followRuns(
  { client, guru, query, signal, lines }: FollowOptions,
  tell: (run: Run) => void,
): Promise<void> {
  /** The status that was told last, by run. */
  const told = new Map<string, string>()
  let since = new Date(0)
  const read = async (cursor: string | undefined, limit: number): Promise<RunList> =>
    client.json('GET', path`/${guru}/runs`, { query: { ...query, limit: String(limit), cursor } })
  const take = (runs: Run[]): void => {
    for (const run of inOrder(runs)) {
      if (told.get(run.id) === run.status) continue
      told.set(run.id, run.status)
      tell(run)
    }
  }
  try {
    const first = await read(undefined, Math.min(Math.max(lines, 1), PAGE * 2))
    since = new Date(Date.now() - LAG_MS)
    const [before, running] = [first.runs.filter(isOver), first.runs.filter((run) => !isOver(run))]
    for (const run of before) told.set(run.id, run.status)
    for (const run of inOrder(before.slice(0, lines))) tell(run)
    take(running)
    while (!signal.aborted) {
      await sleep(EVERY_MS, undefined, { signal })
      const now = Date.now()
      take(await unseen(read, told, since))
      since = new Date(now - LAG_MS)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** Pages until what is old, or what was told, begins. */
async function unseen(
  read: (cursor: string | undefined, limit: number) => Promise<RunList>,
  told: Map<string, string>,
  since: Date,
): Promise<Run[]> {
  const found: Run[] = []
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const { runs, next_cursor } = await read(cursor, PAGE)
    const fresh = runs.filter((run) => !isOver(run) || told.has(run.id) || endedSince(run, since))
    found.push(...fresh)
    const isEnd = fresh.length < runs.length || runs.every((run) => told.get(run.id) === run.status)
    if (isEnd || !next_cursor) break
    cursor = next_cursor
  }
  return found
}

const endedSince = ({ finished_at }: Run, since: Date): boolean =>
  finished_at !== null && new Date(finished_at) >= since

const timeOf = (run: Run): string => run.finished_at ?? run.started_at
const inOrder = (runs: Run[]): Run[] => [...runs].sort((a, b) => timeOf(a).localeCompare(timeOf(b)))
