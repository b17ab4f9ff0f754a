import { Router } from 'express'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { ApiDependencies } from '../dependencies.ts'
import { parse } from '../parse.ts'
import { sendLines } from '../send-lines.ts'
import { exportRuns } from '../temporal/export-runs.ts'
import { type RunStats, runStats, runStatsSchema } from '../temporal/run-stats.ts'
import { historyOf } from '../temporal/run-view.ts'
import { uiUrlOf } from '../temporal/ui-url.ts'
import { exportFields, inOrder, OUT_OF_ORDER } from '../temporal/visibility-query.ts'

const exportSchema = z
  .strictObject({ ...exportFields, full: z.enum(['true', 'false']).default('false') })
  .refine(inOrder, OUT_OF_ORDER)

/** A chart may be open in many windows; so many charts are kept, for so long. */
const CHARTS = 500
const CHART_AGE_MS = 30_000

/** The history as a whole: everything as lines, and how it went over time. */
export function runHistoryRoutes({ temporal, configuration }: ApiDependencies): Router {
  const router = Router({ mergeParams: true })
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

  router.get('/export', async (request, response) => {
    const { full, ...match } = parse(exportSchema, request.query)
    const history = historyOf(response.locals.guru)
    const runs = exportRuns(temporal, history, match, { full: full === 'true', uiUrl })
    await sendLines(response, `${history.guru}-runs.jsonl`, runs)
  })

  router.get('/stats', async (request, response) => {
    const input = parse(runStatsSchema, request.query)
    const history = historyOf(response.locals.guru)
    const key = JSON.stringify([history, input])
    response.json(await (charts.get(key) ?? draw(key, () => runStats(temporal, history, input))))
  })

  return router
}
