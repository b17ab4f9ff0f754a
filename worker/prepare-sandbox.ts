import type { Logger } from 'pino'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { enabledPythonCode } from '../storage/actions.ts'
import type { Storage } from '../storage/connection.ts'

/** As often as the pool's memory of what was wanted halves. */
const EVERY_MS = 15 * 60_000
/** More kinds of code than any pool has containers. */
const MAX_ACTIONS = 500

/** Has containers wait with the libraries imported that the enabled actions use. */
export function prepareSandbox(storage: Storage, sandbox: Sandbox, log: Logger): NodeJS.Timeout {
  const prepare = async () => {
    for (const code of await enabledPythonCode(storage, MAX_ACTIONS)) sandbox.prepareFor(code)
  }
  const tryTo = () =>
    prepare().catch((error) => log.debug({ reason: String(error) }, 'the actions could not be read'))
  void tryTo()
  const timer = setInterval(tryTo, EVERY_MS)
  timer.unref()
  return timer
}
