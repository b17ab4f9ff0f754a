import { contract } from '../contract/index.ts'
import type { ApiReadiness } from '../readiness.ts'
import { type Served, serve } from '../serve.ts'

/** Open: whether the process lives, and whether everything it needs is there. */
export const healthRoutes = (readiness: ApiReadiness): Served[] => [
  serve(contract.readLiveness, () => ({ status: 'ok' as const })),

  serve(contract.readReadiness, async ({ response }) => {
    const { ready, checks } = await readiness()
    if (ready) return { status: 'ready' as const, checks }
    response.status(503)
    return { status: 'not ready' as const, checks }
  }),
]
