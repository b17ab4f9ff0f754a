import type { StepChange } from './told.ts'

type Which = Pick<StepChange, 'step' | 'action'>

/** The steps of one workflow, told only where they change. */
export interface StepChanges {
  begin(which: Which): void
  /** A step that runs ends so; others stay as they are. */
  end(which: Which, status: 'succeeded' | 'failed'): void
  /** A step that may not have been told of before. */
  tell(change: StepChange): void
  /** Whatever runs failed. */
  endAll(): void
  /** What has changed since it was asked last. */
  changes(): StepChange[]
}

export function createStepChanges(): StepChanges {
  const known = new Map<string, StepChange>()
  let changes: StepChange[] = []
  const keyOf = ({ step, action }: Which): string => `${step} ${action?.id ?? ''} ${action?.name ?? ''}`
  const tell = ({ step, action, status }: StepChange): void => {
    const change = { action, step, status }
    if (known.get(keyOf(change))?.status === status) return
    known.set(keyOf(change), change)
    changes.push(change)
  }
  const end = (which: Which, status: StepChange['status']): void => {
    if (known.get(keyOf(which))?.status === 'running') tell({ ...which, status })
  }
  return {
    begin: (which) => tell({ ...which, status: 'running' }),
    end,
    tell,
    endAll: () => {
      for (const step of known.values()) end(step, 'failed')
    },
    changes() {
      const since = changes
      changes = []
      return since
    },
  }
}
