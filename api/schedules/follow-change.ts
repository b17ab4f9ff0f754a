import type { ApiDependencies } from '../dependencies.ts'

type Deps = Pick<ApiDependencies, 'schedules' | 'log'>

/** What a change of an action means to its schedule, where one was or is to be. */
interface Changed {
  _id: string
  guru: string
  definition: { schedule: { enabled: boolean } }
}

/**
 * Has Temporal's schedule follow a change that is saved already. Where Temporal is away it follows later by itself.
 * @returns what the user should know
 */
export async function followChange({ schedules, log }: Deps, ...states: Changed[]): Promise<string[]> {
  const [action] = states
  if (!action || !states.some(({ definition }) => definition.schedule.enabled)) return []
  try {
    await schedules.settle(action.guru, action._id)
    return []
  } catch (error) {
    log.warn({ action: action._id, error_message: messageOf(error) }, 'a schedule follows later')
    return ['Temporal could not be told of the schedule yet. It follows within minutes of its return.']
  }
}

/** The same for all actions of a guru that was changed or deleted. */
export async function followGuru({ schedules, log }: Deps, guru: string): Promise<void> {
  try {
    await schedules.settleGuru(guru)
  } catch (error) {
    log.warn({ guru, error_message: messageOf(error) }, "a guru's schedules follow later")
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
