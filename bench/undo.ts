/** What was started, to be ended in reverse, each once. */
export interface Undo {
  later(step: () => Promise<unknown> | unknown): void
  /** Resolves when all is ended, whoever asked first. */
  all(): Promise<void>
}

export function createUndo(): Undo {
  const steps: (() => Promise<unknown> | unknown)[] = []
  let ending = Promise.resolve()
  async function end(): Promise<void> {
    for (let step = steps.pop(); step; step = steps.pop())
      try {
        await step()
      } catch (error) {
        console.error(error instanceof Error ? error.message : error)
      }
  }
  return {
    later: (step) => {
      steps.push(step)
    },
    all: () => {
      ending = ending.then(end)
      return ending
    },
  }
}
