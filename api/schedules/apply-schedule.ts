import { isDeepStrictEqual } from 'node:util'
import {
  ScheduleAlreadyRunning,
  type ScheduleDescription,
  ScheduleNotFoundError,
  type ScheduleOptions,
  ScheduleOverlapPolicy,
} from '@temporalio/client'
import { summaryText } from '../../domain/summary-text.ts'
import {
  INVOKE_WORKFLOW,
  runAttributes,
  runMemo,
  SEARCH_ATTRIBUTES,
  TASK_QUEUE,
} from '../../domain/workflow-contract.ts'
import type { TemporalClient } from '../temporal/connection.ts'
import type { DesiredSchedule } from './desired-schedule.ts'
import type { ScheduleOwner } from './schedule-ids.ts'

type ActionOwner = Exclude<ScheduleOwner, 'preview'>

/** The schedule as Temporal has it, or null. */
export async function describeSchedule(
  { client, soon }: TemporalClient,
  scheduleId: string,
): Promise<ScheduleDescription | null> {
  try {
    return await soon(() => client.schedule.getHandle(scheduleId).describe())
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null
    throw error
  }
}

/**
 * Makes Temporal's schedule what it should be. One that is right is not touched: Temporal forgets runs that were due
 * before a change and have not been started yet.
 * @param desired null where there should be none
 * @returns whether something had to change
 */
export async function applySchedule(
  temporal: TemporalClient,
  scheduleId: string,
  owner: ActionOwner,
  desired: DesiredSchedule | null,
): Promise<boolean> {
  const { client, soon } = temporal
  const found = await describeSchedule(temporal, scheduleId)
  if (!desired) {
    if (found) await soon(() => deleted(client.schedule.getHandle(scheduleId).delete()))
    return found !== null
  }
  if (found && agrees(found, desired)) return false
  const options = await optionsOf(scheduleId, owner, desired)
  try {
    if (found) await soon(() => client.schedule.getHandle(scheduleId).update(() => options))
    else await soon(() => client.schedule.create(options))
  } catch (error) {
    // Somebody else was quicker: whoever calls this looks again.
    if (!(error instanceof ScheduleAlreadyRunning || error instanceof ScheduleNotFoundError)) throw error
  }
  return true
}

async function deleted(deleting: Promise<void>): Promise<void> {
  try {
    await deleting
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error
  }
}

/** Also where somebody has changed it in Temporal UI. What it starts is said by the note. */
function agrees({ spec, policies, state }: ScheduleDescription, desired: DesiredSchedule): boolean {
  const { calendars = [], skip = [], intervals = [], timezone, jitter = 0, startAt, endAt } = spec
  return (
    isDeepStrictEqual({ calendars, skip, intervals, timezone, jitter }, desired.timing) &&
    !startAt &&
    !endAt &&
    policies.overlap === ScheduleOverlapPolicy.SKIP &&
    policies.catchupWindow === desired.catchupWindow &&
    !policies.pauseOnFailure &&
    state.paused === desired.paused &&
    state.note === desired.note
  )
}

async function optionsOf(
  scheduleId: string,
  { guru, actionId }: ActionOwner,
  { timing, catchupWindow, paused, note, name, input: makeInput }: DesiredSchedule,
): Promise<ScheduleOptions & { state: { paused: boolean; note: string } }> {
  const input = await makeInput()
  return {
    scheduleId,
    spec: timing,
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
    state: { paused, note },
    searchAttributes: { [SEARCH_ATTRIBUTES.guru]: [guru] },
    action: {
      type: 'startWorkflow',
      workflowType: INVOKE_WORKFLOW,
      taskQueue: TASK_QUEUE,
      // Temporal adds the time for which it was due.
      workflowId: `${guru}.schedule.${actionId}`,
      args: [input],
      searchAttributes: runAttributes(input),
      memo: { ...runMemo(input) },
      staticSummary: summaryText(name),
      staticDetails: `**${name}**, trigger: schedule`,
    },
  }
}
