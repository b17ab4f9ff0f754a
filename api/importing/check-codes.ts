import pLimit from 'p-limit'
import type { CheckCode } from '../save-action.ts'

/** Checks are workflows: of more at once none would be done sooner. */
const AT_ONCE = 16

/**
 * The same check for many actions: some at a time, the same code once, and none any more where no sandbox is there to
 * look.
 */
export function checkingMany(check: CheckCode): CheckCode {
  const limit = pLimit(AT_ONCE)
  const known = new Map<string, ReturnType<CheckCode>>()
  let isAway = false
  return (code) => {
    const found =
      known.get(code) ??
      limit(async () => {
        if (isAway) return null
        const problems = await check(code)
        if (problems === null) isAway = true
        return problems
      })
    known.set(code, found)
    return found
  }
}
