import type { ParameterValues } from '../../domain/action.ts'
import type { UnderstoodQuestion } from '../../domain/activity-contract.ts'
import type { AnswerRecord, StepName } from '../../domain/run.ts'
import type { PlannedAction } from '../../domain/workflow-contract.ts'

/** The data of a `step` event. */
export interface StepChange {
  /** Null of what concerns the question as a whole. */
  action: { id: string | null; name: string } | null
  step: StepName
  status: 'running' | 'succeeded' | 'failed'
}

/** A run that the question has begun beside itself. */
export interface Child {
  workflowId: string
  /** Null until it has started. */
  runId: string | null
  plan: PlannedAction
  parameters: ParameterValues
  /** What it adds to the answer, once it has ended by itself. */
  content: string | null
}

/** What the history of a workflow has told so far. */
export interface Told {
  understood: UnderstoodQuestion | null
  /** Of the run that this workflow holds. */
  action: StepChange['action']
  parameters: ParameterValues
  /** The words for it so far. */
  text: string
  /** Whether they are all. */
  whole: boolean
  awaitsApproval: boolean
  children: Child[]
  /** Once it has ended; the result of a question that was not ended by somebody. */
  ended: { answer: AnswerRecord | null } | null
}
