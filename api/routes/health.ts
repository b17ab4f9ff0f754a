import { Router } from 'express'
import type { Readiness } from '../../telemetry/readiness.ts'

/** Open: whether the process lives, and whether everything it needs is there. */
export function healthRoutes(readiness: () => Promise<Readiness>): Router {
  const router = Router()

  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })

  router.get('/readyz', async (_request, response) => {
    const { ready, checks } = await readiness()
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', checks })
  })

  return router
}
