import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import getPort from 'get-port'
import { type ApiClient, apiClient } from '../../test/support/api-client.ts'
import { type Errand, startErrand } from '../../test/support/errand.ts'

const SHOP = fileURLToPath(new URL('../../examples/order-service.ts', import.meta.url))
const TOKEN = 'orders-demo-token-7431'
export const GURU = 'acme'

/** What the pictures show: a shop's support with some actions, and a morning's work behind it. */
export interface Scene {
  errand: Errand
  api: ApiClient
  /** Ids of actions by name. */
  actions: Record<string, string>
  /** A run that left a picture. */
  charted: string
  close(): Promise<void>
}

export async function setScene(): Promise<Scene> {
  const port = await getPort()
  const shop = spawn(process.execPath, [SHOP], {
    env: { PATH: process.env.PATH, ORDERS_PORT: String(port), ORDERS_TOKEN: TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(shop.stdout, 'data')
  const errand = await startErrand({ environment: { ERRAND_EGRESS_ALLOW: `127.0.0.1:${port}` } })
  const api = apiClient(errand.url, errand.adminKey)
  const actions = await makeActions(api, `http://127.0.0.1:${port}`)
  const charted = await work(api, actions)
  return {
    errand,
    api,
    actions,
    charted,
    async close() {
      shop.kill()
      await errand.remove()
    },
  }
}

async function makeActions(api: ApiClient, shop: string): Promise<Record<string, string>> {
  await api.post('/gurus', {
    slug: GURU,
    name: 'Acme support',
    instructions: 'You answer customers of Acme, a shop for outdoor gear. Be brief and friendly.',
  })
  await api.put(`/${GURU}/secrets/ORDERS_TOKEN`, { value: TOKEN, allowed_hosts: ['127.0.0.1'] })
  await api.put(`/${GURU}/secrets/SHOP_DOMAIN`, { value: 'acme.example', mask: false })
  const orderId = { name: 'order_id', type: 'number', description: 'The number of the order', required: true }
  const headers = { Authorization: 'Bearer {ORDERS_TOKEN}' }
  const actions = [
    {
      name: 'Order status',
      description: 'Looks an order up in the shop',
      trigger: 'When the user asks where an order is, or about its status',
      parameters: [orderId],
      type: 'api_call',
      api_call: { method: 'GET', url: `${shop}/orders/{order_id}`, headers },
      usage_instructions: 'Give the status, the carrier and the day it is expected on',
    },
    {
      name: 'Cancel order',
      description: 'Stops an order that has not left yet',
      trigger: 'When the user asks to cancel an order',
      parameters: [orderId],
      type: 'api_call',
      api_call: {
        method: 'POST',
        url: `${shop}/orders/{order_id}/cancel`,
        headers,
        body: '{"reason":"customer"}',
      },
      requires_approval: true,
    },
    {
      name: 'Tickets this week',
      description: 'A chart of open and solved tickets by day',
      trigger: 'When the user asks how many tickets there were this week',
      parameters: [],
      type: 'python',
      python: { code: CHART },
      schedule: { enabled: true, cron: '0 9 * * 1-5', timezone: 'Europe/Berlin', parameters: {} },
    },
  ]
  const made: Record<string, string> = {}
  for (const action of actions)
    made[action.name] = (await api.post<{ id: string }>(`/${GURU}/actions`, action)).id
  return made
}

/** @returns the run that left a picture */
async function work(api: ApiClient, actions: Record<string, string>): Promise<string> {
  const trigger = (name: string, parameters: object, query = '?wait=true') =>
    api.post<{ id: string }>(`/${GURU}/actions/${actions[name]}/trigger${query}`, { parameters })
  for (const order_id of [1041, 1042, 1043, 1041, 999, 1042]) await trigger('Order status', { order_id })
  for (const question of ['Where is order 1042?', 'What about order 1043?'])
    await api.post(`/${GURU}/answer/`, { question })
  const { id } = await trigger('Tickets this week', {})
  await trigger('Cancel order', { order_id: 1043 }, '')
  return id
}

const CHART = `import matplotlib.pyplot as plt

days = ["Mon", "Tue", "Wed", "Thu", "Fri"]
opened = [23, 31, 28, 35, 19]
solved = [20, 29, 33, 30, 26]

plt.figure(figsize=(7, 3.2))
plt.bar([i - 0.2 for i in range(5)], opened, width=0.4, label="opened")
plt.bar([i + 0.2 for i in range(5)], solved, width=0.4, label="solved")
plt.xticks(range(5), days)
plt.legend()
plt.savefig("/tmp/out/tickets.png", dpi=110, bbox_inches="tight")

print(f"{sum(opened)} tickets were opened and {sum(solved)} solved this week.")
`
