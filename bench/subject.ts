/** Something whose duration is measured. */
export interface Subject {
  name: string
  /** The subject that its ratio is against. */
  baseline?: string
  /** One time; throws where the result is wrong, so that nothing fast but broken is praised. */
  once(): Promise<void>
  /** How often: slow ones less. */
  samples: number
}

export interface Section {
  name: string
  about: string
  run(context: SectionContext): Promise<Table[]>
}

export interface SectionContext {
  /** Multiplies every number of samples. */
  scale: number
  progress(line: string): void
  /** Undone in reverse at the end, or on Ctrl-C. */
  cleanUp(undo: () => Promise<unknown> | unknown): void
}

export interface Table {
  title: string
  columns: string[]
  rows: (string | number)[][]
}
