// What the cases are compared with: policies and a client that the product does not have, to prove that each case
// leads somewhere as soon as nobody stands in its way.
import dns from 'node:dns/promises'
import { once } from 'node:events'
import net from 'node:net'
import axios from 'axios'
import { createAgents } from '../../../../egress/agents.ts'
import { createEgressPolicy, type EgressPolicy, type EgressTarget } from '../../../../egress/policy.ts'
import { placeOf } from './place.ts'

type Note = (place: string) => void

/** Resolves and connects, to every address of a name, since an attacker may choose their order. */
export const resolveAndConnect = (note: Note): EgressPolicy => ({
  async connect({ host, port }: EgressTarget) {
    const found = await dns.lookup(host.replace(/\.$/, ''), { all: true, order: 'verbatim' })
    const results = await Promise.allSettled(
      found.map(async ({ address }) => {
        note(placeOf(address, port))
        const socket = net.connect({ host: address, port })
        await once(socket, 'connect')
        return socket
      }),
    )
    const sockets = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    for (const socket of sockets) socket.on('error', () => {})
    const chosen = sockets.pop()
    for (const socket of sockets) socket.destroy()
    if (!chosen) throw Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' })
    return chosen
  },
})

/** Judges as the product does, and connects by name: what a name leads to may have changed in between. */
export function checkThenConnect(allow: string[], note: Note): EgressPolicy {
  const judge = createEgressPolicy({ allow, dial: async () => new net.Socket() })
  const { connect } = resolveAndConnect(note)
  return {
    async connect(target, options) {
      await judge.connect(target, options)
      return connect(target, options)
    },
  }
}

/** Calls the URL into which parameters are pasted as they are. */
export async function callPlainly(
  template: string,
  parameters: Record<string, string>,
  note: Note,
): Promise<void> {
  let url = template
  for (const [name, value] of Object.entries(parameters)) url = url.replaceAll(`{${name}}`, () => value)
  const agents = createAgents(resolveAndConnect(note), { keepAlive: false })
  await axios.get(new URL(url).href, {
    httpAgent: agents.http,
    httpsAgent: agents.https,
    proxy: false,
    validateStatus: () => true,
  })
}
