import type { ActionInput } from '../../domain/action.ts'
import { resolveParameters } from '../../domain/parameter-values.ts'
import { piiSettingsOf } from '../../domain/pii/settings.ts'
import { completeSchedule } from '../../domain/schedule.ts'
import { type InvokeInput, planOf } from '../../domain/workflow-contract.ts'
import { sha256 } from '../../storage/ids.ts'
import type { ActionDocument, GuruDocument } from '../../storage/models.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { hideInParameters } from '../hide-pii.ts'
import { type ScheduleTiming, scheduleTiming } from './schedule-spec.ts'

/** Another one where what a schedule starts changes its form, so that all are written anew. */
const FORM = 1

/** What Temporal's schedule of an action should be. */
export interface DesiredSchedule {
  timing: ScheduleTiming
  /** Milliseconds. */
  catchupWindow: number
  paused: boolean
  /** Says which state of the action it was made from; stands beside the schedule in Temporal UI. */
  note: string
  name: string
  /** What it starts. Personal data is sealed anew at each call, so this is asked for only where it is written. */
  input(): Promise<InvokeInput>
}

export interface DesiredScheduleDependencies extends Pick<ApiDependencies, 'sealer' | 'configuration'> {
  encryption: Pick<ApiDependencies['encryption'], 'active' | 'keyring'>
}
type Deps = DesiredScheduleDependencies

/** Null where the action is to have no schedule. */
export function desiredSchedule(
  deps: Deps,
  guru: GuruDocument | null,
  action: ActionDocument | null,
): DesiredSchedule | null {
  if (!guru || !action?.definition.schedule.enabled) return null
  const { definition, version } = action
  const schedule = completeSchedule(definition.schedule)
  const pii = piiSettingsOf(guru)
  const state = [
    FORM,
    action._id,
    version,
    Boolean(deps.configuration.ERRAND_MODEL_URL),
    // What is sealed is sealed for the keys of now.
    [pii, pii.enabled && deps.sealer.keyId()],
    deps.encryption.active && deps.encryption.keyring.newest?.id,
  ]
  return {
    timing: scheduleTiming(schedule),
    catchupWindow: schedule.catch_up_seconds * 1_000,
    paused: !definition.enabled,
    note: `Kept by Errand (version ${version}, ${sha256(JSON.stringify(state)).slice(0, 12)})`,
    name: definition.name,
    input: () => inputOf(deps, guru, action, definition),
  }
}

async function inputOf(
  deps: Deps,
  guru: GuruDocument,
  { _id, version }: ActionDocument,
  definition: ActionInput,
): Promise<InvokeInput> {
  const { parameters, delivery } = completeSchedule(definition.schedule)
  const { values } = resolveParameters(definition.parameters, parameters)
  return {
    guru: guru._id,
    plan: planOf(definition, { id: _id, version }),
    trigger: 'schedule',
    ...(await hideInParameters(deps, guru, values)),
    question: null,
    draft: null,
    local_language: !deps.configuration.ERRAND_MODEL_URL,
    ...(delivery && { delivery }),
  }
}
