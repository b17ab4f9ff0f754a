import type { Action } from '../../domain/action.ts'
import type { Client } from '../client/client.ts'
import { path } from '../client/path.ts'
import { CliError } from '../failure.ts'
import type { Plan, Step } from './plan.ts'
import { titleOf } from './show-plan.ts'

export interface Applied {
  step: Step
  /** Null of one that was deleted. */
  action: Action | null
}

/**
 * Carries a plan out, one step after the other.
 * @param onDone told of each step
 * @throws {CliError} naming the step that failed and how many were done; applying again does the rest
 */
export async function applyPlan(
  client: Client,
  guru: string,
  { steps }: Plan,
  onDone: (applied: Applied) => void,
): Promise<void> {
  for (const [done, step] of steps.entries())
    try {
      onDone({ step, action: await carryOut(client, guru, step) })
    } catch (error) {
      if (!(error instanceof CliError)) throw error
      const rest =
        done === 0
          ? 'Nothing was changed.'
          : `${done} of ${steps.length} changes were made; apply again for the rest.`
      error.message = `Could not ${titleOf(step)}: ${error.message}\n${rest}`
      throw error
    }
}

async function carryOut(client: Client, guru: string, step: Step): Promise<Action | null> {
  switch (step.kind) {
    case 'create':
      return await client.json<Action>('POST', path`/${guru}/actions`, { body: step.wanted.definition })
    case 'change': {
      const target = path`/${guru}/actions/${step.now.id}`
      const tag = await tagOf(client, target, step.now)
      return await client.json<Action>('PUT', target, {
        headers: tag ? { 'if-match': tag } : {},
        body: { ...step.wanted.definition, secrets: step.secrets },
      })
    }
    case 'delete':
      await client.send('DELETE', path`/${guru}/actions/${step.now.id}`)
      return null
  }
}

/**
 * What names the action as it was planned with: a change that comes in after this is refused by the API.
 * @throws {CliError} where somebody has changed it since
 */
async function tagOf(client: Client, target: string, planned: Action): Promise<string | null> {
  const response = await client.send('GET', target)
  const { version } = (await response.json()) as Action
  if (version !== planned.version)
    throw new CliError('somebody has changed it since it was looked at. Apply again to see what that means.')
  return response.headers.get('etag')
}
