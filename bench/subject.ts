import type { World } from './world.ts'

/** Something whose duration is measured. */
export interface Subject {
  name: string
  /** The subject that its ratio is against. */
  baseline?: string
  /** The ratio that it should not exceed. Printed, never enforced: machines are noisy. */
  aim?: number
  /** How many of it should be done a second, against the first subject, where many run at once. */
  rateAim?: number
  /** The milliseconds that it should not exceed, where it has no baseline. */
  aimMs?: number
  /** What must be so before it is timed. */
  before?(): Promise<unknown>
  /** One time; throws where the result is wrong, so that nothing fast but broken is praised. */
  once(): Promise<void>
  /** What is left to do when the time has been taken, so that the next one finds a quiet machine. */
  after?(): Promise<unknown>
  /** How often, before `--scale`: slow ones less. */
  samples: number
}

export interface Section {
  name: string
  about: string
  run(context: SectionContext): Promise<Table[]>
}

export interface SectionContext {
  /** Multiplies every number of samples, and how long throughput is measured. */
  scale: number
  /** Whether latency over load is measured and drawn, too. */
  plot: boolean
  progress: Progress
  /** Undone at the end. */
  cleanUp: CleanUp
  /** The running Errand and what is around it; started at the first call, one for all sections. */
  world(): Promise<World>
}

export type Progress = (line: string) => void

/** Undone in reverse at the end, or on Ctrl-C. */
export type CleanUp = (undo: () => Promise<unknown> | unknown) => void

export interface Table {
  title: string
  columns: string[]
  rows: Cell[][]
}

/** A measure, with one digit; a ratio, with two; or what there is to say. */
export type Cell = string | { count: number } | { value: number } | { ratio: number }
