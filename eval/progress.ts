import { isWrong } from './report.ts'
import type { Score } from './score.ts'

const EVERY_MS = 10_000

export interface Progress {
  show(scores: readonly Score[]): void
  end(): void
}

/** How far it is: one changing line on a terminal, elsewhere a line every ten seconds. */
export function createProgress(file: string, lines: number, out: NodeJS.WriteStream): Progress {
  let shownAt = performance.now()
  const text = (scores: readonly Score[]): string =>
    `${file}: ${scores.length} of ${lines}, ${scores.filter(isWrong).length} wrong`
  return {
    show: (scores) => {
      if (out.isTTY) out.write(`\r${text(scores)}`)
      else if (performance.now() - shownAt >= EVERY_MS) {
        shownAt = performance.now()
        out.write(`${text(scores)}\n`)
      }
    },
    // To the start of the line, and all of it erased.
    end: () => {
      if (out.isTTY) out.write('\r\u001b[K')
    },
  }
}
