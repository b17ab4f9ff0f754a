import type { Notification, ProgressToken } from '@modelcontextprotocol/server'
import type { ApiDependencies } from '../dependencies.ts'
import { historiesOf } from '../stream/follow-history.ts'
import { createTeller } from '../stream/teller.ts'

/**
 * Tells a client each step of a run as it begins and ends, until the run has ended. Progress is a service: where it
 * can't be told, the call goes on without.
 * @param until aborted where nobody is to be told any more
 */
export async function reportSteps(
  { temporal, log }: Pick<ApiDependencies, 'temporal' | 'log'>,
  workflowId: string,
  progressToken: ProgressToken,
  notify: (notification: Notification) => Promise<void>,
  until: AbortSignal,
): Promise<void> {
  const histories = historiesOf(temporal.client, until)
  const teller = createTeller(histories.read)
  let progress = 0
  try {
    for await (const event of histories.events(workflowId))
      for (const { step, status } of await teller.take(event)) {
        progress += 1
        const message = `${step}: ${status}`
        await notify({ method: 'notifications/progress', params: { progressToken, progress, message } })
      }
  } catch (error) {
    if (!until.aborted) log.warn({ error_message: String(error) }, 'steps of a call could not be told')
  }
}
