import type { Section } from '../../subject.ts'
import { createProfileAction } from '../../subjects/actions.ts'
import { GURU } from '../../world.ts'
import { account, countedRuns } from './account.ts'
import { memoryOf, memoryTable } from './memory.ts'
import { reads } from './reads.ts'
import { triggers } from './triggers.ts'

/** So that a page of runs is full. */
const RUNS_TO_READ = 30

/** The API under load. */
export const api: Section = {
  name: 'api',
  about: 'reads and triggers a second, until it is saturated, whether anything gets lost, and memory',
  async run(context) {
    const world = await context.world()
    const action = await createProfileAction(world.api, world.targetUrl)
    const trigger = () =>
      world.api.post<{ id: string }>(`/${GURU}/actions/${action}/trigger?wait=true`, {
        parameters: { username: 'octocat' },
      })
    let runId = ''
    const countedBefore = await countedRuns(world)
    const accepted: string[] = []
    for (let count = 0; count < RUNS_TO_READ; count++) {
      runId = (await trigger()).id
      accepted.push(runId)
    }
    const memoryBefore = memoryOf(world.pids)
    const read = await reads(world, runId, context)
    const triggered = await triggers(world, action, context)
    context.progress('looking for each run')
    const whole = await account(world, [...accepted, ...triggered.accepted], countedBefore)
    return [read, triggered.table, whole, memoryTable(memoryBefore, memoryOf(world.pids))]
  },
}
