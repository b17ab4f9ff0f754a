import type { TestFn } from 'ava'
import { type ApiClient, apiClient } from './api-client.ts'
import { type Errand, NO_WAITING, startErrand } from './errand.ts'
import { type Handler, startTarget, type TargetServer } from './target-server.ts'

export interface StackContext {
  errand: Errand
  /** Signed in as admin. */
  api: ApiClient
  target: TargetServer
  /** Makes a guru of the test's own and answers its slug. */
  newGuru(options?: Record<string, unknown>): Promise<string>
}

/**
 * One running Errand for all tests of a file; each test works in a guru of its own. No containers wait for Python,
 * unless `environment` has `AS_MANY_WAITING`.
 */
export function withStack(
  test: TestFn<StackContext>,
  handler: Handler,
  environment: Record<string, string> = {},
): void {
  let gurus = 0
  test.before(async (t) => {
    const target = await startTarget(handler)
    const errand = await startErrand({
      environment: { ...NO_WAITING, ERRAND_EGRESS_ALLOW: target.address, ...environment },
    })
    const api = apiClient(errand.url, errand.adminKey)
    const newGuru = async (options = {}) => {
      gurus += 1
      const slug = `guru-${gurus}`
      await api.post('/gurus', { slug, ...options })
      return slug
    }
    t.context = { errand, api, target, newGuru }
  })
  test.after.always(async (t) => {
    await t.context.errand?.remove()
    await t.context.target?.close()
  })
}
