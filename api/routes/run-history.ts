import { LRUCache } from 'lru-cache'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { sendLines } from '../send-lines.ts'
import { type Served, serve } from '../serve.ts'
import { exportRuns } from '../temporal/export-runs.ts'
import { type RunStats, runStats } from '../temporal/run-stats.ts'
import { historyOf } from '../temporal/run-view.ts'
import { uiUrlOf } from '../temporal/ui-url.ts'

/** A chart may be open in many windows; so many charts are kept, for so long. */
const CHARTS = 500
const CHART_AGE_MS = 30_000

/** The history as a whole: everything as lines, and how it went over time. */
export function runHistoryRoutes({ temporal, configuration }: ApiDependencies): Served[] {
  const uiUrl = uiUrlOf(configuration, temporal)
  /** Promises, so that all who ask meanwhile wait for one answer. */
  const charts = new LRUCache<string, Promise<RunStats>>({ max: CHARTS, ttl: CHART_AGE_MS })

  function draw(key: string, count: () => Promise<RunStats>): Promise<RunStats> {
    const chart = count()
    charts.set(key, chart)
    // A failure is for those who wait, not for the next.
    chart.catch(() => charts.delete(key))
    return chart
  }

  return [
    serve(contract.exportRuns, async ({ guru, query: { full, ...match }, response }) => {
      const history = historyOf(guru)
      const runs = exportRuns(temporal, history, match, { full: full === 'true', uiUrl })
      await sendLines(response, `${history.guru}-runs.jsonl`, runs)
      return undefined
    }),

    serve(contract.readRunStats, ({ guru, query }) => {
      const history = historyOf(guru)
      const key = JSON.stringify([history, query])
      return charts.get(key) ?? draw(key, () => runStats(temporal, history, query))
    }),
  ]
}
