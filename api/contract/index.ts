import { actionFiles } from './action-files.ts'
import { actionRuns } from './action-runs.ts'
import { actionVersions } from './action-versions.ts'
import { actions } from './actions.ts'
import { advice } from './advice.ts'
import { answers } from './answers.ts'
import { artifacts } from './artifacts.ts'
import { audit } from './audit.ts'
import { auth } from './auth.ts'
import { drafts } from './drafts.ts'
import { gurus } from './gurus.ts'
import { health } from './health.ts'
import { installation } from './installation.ts'
import { keys } from './keys.ts'
import { metrics } from './metrics.ts'
import { openapi } from './openapi.ts'
import { runHistory } from './run-history.ts'
import { runs } from './runs.ts'
import { schedules } from './schedules.ts'
import { secrets } from './secrets.ts'
import { sessions } from './sessions.ts'
import { templates } from './templates.ts'

/** Every operation of the API, by its id. */
export const contract = {
  ...openapi,
  ...health,
  ...metrics,
  ...installation,
  ...gurus,
  ...auth,
  ...audit,
  ...keys,
  ...secrets,
  ...actions,
  ...actionVersions,
  ...actionFiles,
  ...drafts,
  ...advice,
  ...actionRuns,
  ...schedules,
  ...templates,
  ...answers,
  ...sessions,
  ...runs,
  ...runHistory,
  ...artifacts,
}
export type Contract = typeof contract
