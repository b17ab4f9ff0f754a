import test from 'ava'
import { type Case, faultsOf, placesOf, type Unguarded } from './case.ts'
import type { Job } from './inside.ts'
import { type Lab, openLab } from './lab.ts'

/**
 * One test for each case, in the namespace: Errand gets nowhere but where the case says, and without what guards it,
 * the same call gets there.
 */
export function testCases(groups: Record<string, Case[]>, through: Job['through'] = 'call'): void {
  const leaving: (() => unknown)[] = []
  let lab: Lab
  test.before(async () => {
    lab = await openLab({ teardown: (leave) => leaving.unshift(leave) })
  })
  test.after.always(async () => {
    for (const leave of leaving) await leave()
  })
  for (const [group, cases] of Object.entries(groups))
    for (const what of cases)
      test.serial(`${group} ${what.title}`, async (t) => {
        t.deepEqual(faultsOf(what, await lab.run({ through, what, unguarded: null })), [])
        const { leadsTo } = what
        if (leadsTo === null) return
        const unguarded: Unguarded = what.unguarded ?? 'switched-off'
        const outcome = await lab.run({ through, what, unguarded })
        t.true(placesOf(outcome).includes(leadsTo), `unguarded: ${JSON.stringify(outcome)}`)
        if (what.ends !== null) t.not(faultsOf(what, outcome).length, 0, 'the suite would not notice')
      })
}
