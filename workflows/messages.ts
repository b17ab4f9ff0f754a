import { defineQuery, defineSignal } from '@temporalio/workflow'
import type { RunRecord } from '../domain/run.ts'
import { type ApprovalDecision, type Delta, SIGNALS } from '../domain/workflow-contract.ts'

/** The run as it stands; null where the question has run nothing (yet). */
export const runQuery = defineQuery<RunRecord | null>('run')
/** Cancels the run, not the answer around it. */
export const cancelRunSignal = defineSignal(SIGNALS.cancelRun)
export const approvalSignal = defineSignal<[ApprovalDecision]>(SIGNALS.approval)
/** Nothing of it is used here: as an event it reaches those who follow the history. Unhandled, it would be kept. */
export const deltaSignal = defineSignal<[Delta]>(SIGNALS.delta)
