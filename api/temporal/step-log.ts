import type { Step, StepName } from '../../domain/run.ts'

/** The steps of a run as its events tell them, one after the other. */
export interface StepLog {
  /** `at` in milliseconds since the epoch. A step that had to begin again keeps its first start. */
  open(name: StepName, at: number): void
  close(name: StepName, at: number, succeeded: boolean): void
  /** The exact steps, where an activity has told them: the one by that name gives way. */
  replace(name: StepName, steps: Step[]): void
  /** The steps so far. Where the workflow has ended, whatever was open ended with it. */
  asOf(closedAt: number | null): Step[]
}

export function createStepLog(): StepLog {
  let steps: Step[] = []
  const find = (name: StepName) => steps.find((step) => step.name === name)
  const end = (step: Step, at: number, status: Step['status']): Step => ({
    ...step,
    duration_ms: Math.max(0, at - Date.parse(step.started_at)),
    status,
  })
  const put = (changed: Step) => {
    steps = steps.map((step) => (step.name === changed.name ? changed : step))
  }
  return {
    open(name, at) {
      const again = find(name)
      if (again) put({ ...again, duration_ms: 0, status: 'running' })
      else steps.push({ name, started_at: new Date(at).toISOString(), duration_ms: 0, status: 'running' })
    },
    close(name, at, succeeded) {
      const step = find(name)
      if (step?.status === 'running') put(end(step, at, succeeded ? 'succeeded' : 'failed'))
    },
    replace(name, exact) {
      const names = [name, ...exact.map((step) => step.name)]
      steps = [...steps.filter((step) => !names.includes(step.name)), ...exact]
    },
    asOf: (closedAt) =>
      closedAt === null
        ? steps
        : steps.map((step) => (step.status === 'running' ? end(step, closedAt, 'failed') : step)),
  }
}
