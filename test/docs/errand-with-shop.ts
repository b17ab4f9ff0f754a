import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ExecutionContext } from 'ava'
import getPort from 'get-port'
import { type Errand, startErrand } from '../support/errand.ts'

/** Errand and the example shop, on the port that stands for the 4010 of the pages. */
export async function errandWithShop(
  t: Pick<ExecutionContext, 'teardown'>,
): Promise<{ errand: Errand; port: string }> {
  const port = String(await getPort())
  const shop = spawn(process.execPath, ['examples/order-service.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, ORDERS_PORT: port },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => shop.kill())
  await once(shop.stdout, 'data')
  const errand = await startErrand({ environment: { ERRAND_EGRESS_ALLOW: `127.0.0.1:${port}` } })
  t.teardown(errand.remove)
  return { errand, port }
}
