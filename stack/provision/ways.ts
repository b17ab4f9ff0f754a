/** One way to come by a program. The ways of a part are tried in order. */
export interface Way {
  /** Which program it is: data of one kind can't be opened by another. */
  kind: string
  /** For a sentence: "the official download of mongod 8.0.17". */
  label: string
  /** The command's name, where one that is installed may be used. */
  onPath?: string
  /** The file's name in the cache; says which version it is. */
  cached: string
  /**
   * Gets it into the empty folder `into`.
   * @returns the path of the program
   */
  get(into: string, context: { signal: AbortSignal; progress: (line: string) => void }): Promise<string>
}

/** A part of the stack that is a program. */
export interface ProgramPart {
  /** As the user knows it: `Temporal`. */
  name: string
  ways: Way[]
  /** What to do where no way works, one line each. */
  advice: string[]
}

export interface FoundProgram {
  kind: string
  path: string
  /** For `--check` and the progress: "on PATH", "in the cache". */
  where: string
}
