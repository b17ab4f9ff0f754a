import type { Step } from '../../../../domain/run.ts'

export interface PlacedStep {
  step: Step
  /** How long it took, or has taken so far. */
  ms: number
  /** Where its bar begins and how wide it is, percent of the time that all steps took. */
  left: number
  width: number
}

/** Lays steps out over the time from the first one's start to the last one's end. */
export function layOut(steps: Step[], now: number): PlacedStep[] {
  const spans = steps.map((step) => {
    const start = Date.parse(step.started_at)
    // The clocks of browser and server may differ.
    const ms = step.status === 'running' ? Math.max(step.duration_ms, now - start, 0) : step.duration_ms
    return { step, start, ms }
  })
  const begin = Math.min(...spans.map(({ start }) => start))
  const all = Math.max(1, ...spans.map(({ start, ms }) => start + ms - begin))
  return spans.map(({ step, start, ms }) => ({
    step,
    ms,
    left: (100 * (start - begin)) / all,
    width: (100 * ms) / all,
  }))
}
