import type { Logger } from 'pino'
import type { Storage } from '../../storage/connection.ts'
import { beginRunTotals, type RunTotals, readRunTotals, writeRunTotals } from '../../storage/run-totals.ts'
import type { TemporalClient } from '../temporal/connection.ts'
import { allEnded, countEnded } from './count-ended.ts'

/** So long an answer holds, for all who ask. */
const FRESH_MS = 1_000
/** Also while nobody asks: what Temporal has forgotten can't be counted any more. */
const EVERY_MS = 60_000

export interface EndedRuns {
  /** By `TRIGGER STATUS`. */
  counts: Record<string, number>
  /** Up to when, in milliseconds since the epoch; 0 where nothing is known yet. */
  until: number
}

export interface RunCounter {
  /** As far as can be known now; never rejects. */
  ended(): Promise<EndedRuns>
  close(): void
}

interface Needs {
  storage: Pick<Storage, 'runTotals'>
  temporal: TemporalClient
  log: Logger
}

/**
 * Counts the runs of the whole installation. Where it stands is kept in the database: all API processes tell the same,
 * and a restart neither forgets nor repeats a run.
 */
export function createRunCounter(needs: Needs): RunCounter {
  const { log } = needs
  let latest: EndedRuns = { counts: {}, until: 0 }
  let underWay: Promise<void> | undefined
  let freshUntil = 0

  async function look(): Promise<void> {
    try {
      const totals = await bringUpToDate(needs)
      latest = { counts: allEnded(totals), until: totals.until }
      freshUntil = performance.now() + FRESH_MS
    } catch (error) {
      log.warn(
        { error_message: error instanceof Error ? error.message : '' },
        'runs could not be counted; they will be later',
      )
    }
  }

  const refresh = (): Promise<void> => {
    underWay ??= look().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  void refresh()
  const timer = setInterval(refresh, EVERY_MS)
  timer.unref()
  return {
    async ended() {
      if (performance.now() >= freshUntil) await refresh()
      return latest
    },
    close: () => clearInterval(timer),
  }
}

async function bringUpToDate({ storage, temporal }: Needs): Promise<RunTotals> {
  const now = Date.now()
  const kept = await readRunTotals(storage)
  if (!kept) {
    const fresh: RunTotals = { settled: {}, windows: [], since: now, until: now }
    if (await beginRunTotals(storage, fresh)) return fresh
    return (await readRunTotals(storage))?.totals ?? fresh
  }
  const totals = await countEnded(temporal, kept.totals, now)
  if (await writeRunTotals(storage, { ...kept, totals })) return totals
  // Another API process was quicker, and has counted what we have.
  return (await readRunTotals(storage))?.totals ?? totals
}
