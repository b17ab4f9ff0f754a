import type { Cases } from '../cells.ts'
import { actionFiles } from './action-files.ts'
import { actions } from './actions.ts'
import { asking } from './asking.ts'
import { gurus } from './gurus.ts'
import { runs } from './runs.ts'
import { secrets } from './secrets.ts'
import { signingIn } from './signing-in.ts'

/** What makes each operation answer each status that is its own, by the operation's id. */
export const CASES: Record<string, Cases> = {
  ...gurus,
  ...signingIn,
  ...actions,
  ...actionFiles,
  ...secrets,
  ...asking,
  ...runs,
}
