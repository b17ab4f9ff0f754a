/*
 * The dashboard's history over 10,000 runs, leafed through from the first to the last in a real browser. That it shows
 * each run once is asserted; how long pages take, and for how long the browser is kept from answering, is printed
 * beside the aims. `SOAK_RUNS=500 npm run soak -- test/soak/dashboard-history.test.ts` tries it out.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Page } from 'playwright-core'
import { startInvocation } from '../../api/temporal/start.ts'
import type { Run } from '../../domain/run.ts'
import { planOf } from '../../domain/workflow-contract.ts'
import { withDashboard } from '../support/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import type { StackContext } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (call, response) => sendJson(response, { said: call.path }))

const RUNS = Number(process.env.SOAK_RUNS ?? 10_000)
/** Runs under way at once: enough to keep both processors busy. */
const UNDER_WAY = 60
const ROWS = 50
const PAGE_AIM_MS = 1_000
const TASK_AIM_MS = 200

test.serial('a history of 10,000 runs is leafed through to its end', async (t) => {
  t.timeout(60 * 60_000)
  const guru = await t.context.newGuru()
  await fill(t, guru)
  const page = await dashboard.open(t, `/gurus/${guru}/runs`)
  const rows = page.locator('table:not([aria-busy=true]) tbody tr')
  await rows.nth(Math.min(ROWS, RUNS) - 1).waitFor()
  await watchTasks(page)

  const seen = new Set<string>()
  const times: number[] = []
  const older = page.getByRole('button', { name: 'Older' })
  for (let number = 1; ; number++) {
    for (const address of await rows.getByRole('link').evaluateAll(addresses)) seen.add(address)
    await page.mouse.wheel(0, 100_000)
    if (number * ROWS >= RUNS) break
    const begin = performance.now()
    await older.click()
    await page.getByText(`Page ${number + 1}`, { exact: true }).waitFor()
    await rows.first().waitFor()
    times.push(performance.now() - begin)
  }
  t.is(seen.size, RUNS)

  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? 0
  const worst = Math.max(0, ...((await page.evaluate('longTasks')) as number[]))
  const verdict = (ms: number, aim: number) => `aim ${aim} ms  ${ms < aim ? 'PASS' : 'over'}`
  t.log(`${RUNS} runs in ${times.length + 1} pages of ${ROWS}`)
  t.log(
    `a next page: p50 ${ms(at(0.5))}, p95 ${ms(at(0.95))}, slowest ${ms(at(1))}, ${verdict(at(1), PAGE_AIM_MS)}`,
  )
  t.log(`longest task meanwhile: ${ms(worst)} (0: none over 50 ms), ${verdict(worst, TASK_AIM_MS)}`)
})

const ms = (time: number): string => `${time.toFixed(0)} ms`

const addresses = (links: unknown[]): string[] => links.map((link) => (link as { href: string }).href)

/** Notes how long the browser could not answer anybody, from now on. */
const watchTasks = (page: Page) =>
  page.evaluate(`
    globalThis.longTasks = []
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((task) => task.duration)))
      .observe({ type: 'longtask' })
  `)

/** Real runs that a worker has carried out, without the time that a request for each would take. */
async function fill({ context, teardown, log }: ExecutionContext<StackContext>, guru: string): Promise<void> {
  const { api, target, errand } = context
  const action = await api.post<Parameters<typeof planOf>[0] & { id: string; version: number }>(
    `/${guru}/actions`,
    {
      name: 'Number',
      trigger: 'When asked to run it by hand',
      type: 'api_call',
      parameters: [{ name: 'number', type: 'number', description: 'Which run' }],
      api_call: { method: 'GET', url: `${target.url}/{number}` },
    },
  )
  const connection = await Connection.connect({ address: errand.temporalAddress })
  teardown(() => connection.close())
  const temporal = {
    client: new Client({ connection }),
    namespace: 'default',
    soon: <T>(work: () => Promise<T>) => work(),
    close: () => connection.close(),
  }
  const begin = Date.now()
  for (let number = 0; number < RUNS; number++) {
    while (number - target.calls.length > UNDER_WAY) await delay(5)
    await startInvocation(
      temporal,
      {
        guru,
        plan: planOf(action, { id: action.id, version: action.version }),
        trigger: 'manual',
        parameters: { number },
        question: null,
        draft: null,
        local_language: true,
      },
      null,
    )
  }
  await eventually(
    'all runs to end',
    async () => (await api.get<{ runs: Run[] }>(`/${guru}/runs?status=running`)).runs.length === 0,
    600_000,
  )
  log(`made in ${Math.round((Date.now() - begin) / 1_000)} s`)
}
