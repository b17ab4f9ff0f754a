import { Problem } from '../../domain/problems.ts'
import type { Run } from '../../domain/run.ts'
import { unreadableHistoryIn } from '../../encryption/unreadable-history.ts'
import type { TemporalClient } from './connection.ts'
import { listRuns } from './list-runs.ts'
import { readRun } from './read-run.ts'
import type { HistoryOf } from './run-view.ts'
import type { RunMatch } from './visibility-query.ts'

const PAGE_SIZE = 100
/** Runs that are read whole at once: each may have an output of 200 KiB. */
const READ_AT_ONCE = 4

/**
 * All runs that match, in the order of the list, page by page as they are asked for.
 * @param full whether each run is read whole, with its output and steps
 */
export async function* exportRuns(
  temporal: TemporalClient,
  history: HistoryOf,
  match: RunMatch,
  { full, uiUrl }: { full: boolean; uiUrl: string | null },
): AsyncGenerator<Run> {
  let cursor: string | undefined
  do {
    const page = await listRuns(temporal, history, { ...match, limit: PAGE_SIZE, cursor }, uiUrl)
    if (!full) yield* page.runs
    else
      for (let at = 0; at < page.runs.length; at += READ_AT_ONCE) {
        const few = page.runs.slice(at, at + READ_AT_ONCE)
        yield* await Promise.all(few.map((listed) => readWhole(temporal, history, listed, uiUrl)))
      }
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
}

/** What the list has of it, where the run is gone meanwhile or can't be read: one run must not end the export. */
async function readWhole(
  temporal: TemporalClient,
  history: HistoryOf,
  listed: Run,
  uiUrl: string | null,
): Promise<Run> {
  try {
    return await readRun(temporal, history, listed.id, uiUrl)
  } catch (error) {
    const unreadable = unreadableHistoryIn(error)
    if (unreadable) return { ...listed, warnings: [unreadable.message] }
    if (error instanceof Problem && error.code === 'not_found') return listed
    throw error
  }
}
