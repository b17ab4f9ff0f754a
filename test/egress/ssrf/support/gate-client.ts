import { duplexPair } from 'node:stream'
import { createAccount } from '../../../../sandbox/gate/account.ts'
import type { Gate } from '../../../../sandbox/gate/gate.ts'

/**
 * Asks the gate for one thing, such as `CONNECT a:443` or `GET http://a/`, as code in a container does.
 * @returns what the run's account says of it; at the latest when `enough` resolves
 */
export async function askGate(
  gate: Gate,
  request: string,
  secretHosts: string[],
  enough: Promise<void>,
): Promise<{ code: string | null; message: string | null }> {
  const account = createAccount()
  const over = new AbortController()
  const [inside, outside] = duplexPair()
  for (const end of [inside, outside]) end.on('error', () => {})
  const allowedHosts = secretHosts.length > 0 ? [secretHosts] : []
  gate.serve(outside, { allowedHosts, signal: over.signal, account })
  const answered = new Promise<string>((resolve) => {
    inside.once('data', (data) => resolve(String(data)))
    inside.once('close', () => resolve(''))
  })
  inside.write(`${request} HTTP/1.1\r\nHost: anything\r\n\r\n`)
  const answer = await Promise.race([answered, enough.then(() => '')])
  over.abort()
  inside.destroy()
  const refused = account.close().find((use) => use.refused !== null)?.refused ?? null
  return { code: refused, message: answer.split('\r\n')[0] ?? null }
}
