import type { Step, StepName } from '../domain/run.ts'

/** A finished step that began at `startedAt` (milliseconds since the epoch) and ends now. */
export const stepSince = (name: StepName, startedAt: number, failed = false): Step => ({
  name,
  started_at: new Date(startedAt).toISOString(),
  duration_ms: Date.now() - startedAt,
  status: failed ? 'failed' : 'succeeded',
})
