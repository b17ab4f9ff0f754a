import { styleText } from 'node:util'
import ora from 'ora'
import { safeJson } from './safe-text.ts'

type Style = Parameters<typeof styleText>[0]

export interface OutputOptions {
  json: boolean
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
}

export type Output = ReturnType<typeof createOutput>

/** Work that takes longer says so. */
const PATIENCE_MS = 1_000

/** Results go to standard output, everything about them to standard error: so the first can be piped. */
export function createOutput({ json, stdout, stderr }: OutputOptions) {
  const note = (line: string): void => {
    stderr.write(`${line}\n`)
  }
  return {
    json,
    write: (text: string): void => {
      stdout.write(text)
    },
    line: (line: string): void => {
      stdout.write(`${line}\n`)
    },
    note,
    /** The value for programs, or what `text` makes of it for people. */
    result<T>(value: T, text: (value: T) => string): void {
      stdout.write(`${json ? safeJson(value, 2) : text(value)}\n`)
    },
    /** Plain where the stream is no terminal, or NO_COLOR is set. */
    styled: (style: Style, text: string): string => styleText(style, text, { stream: stdout }),
    /** Shows that something is under way, once it takes over a second; nothing of it is left behind. */
    async during<T>(what: string, work: () => Promise<T>): Promise<T> {
      const spinner = ora({ text: what, stream: stderr, discardStdin: false })
      const timer = setTimeout(() => {
        if (stderr.isTTY) spinner.start()
        else note(`${what} …`)
      }, PATIENCE_MS)
      try {
        return await work()
      } finally {
        clearTimeout(timer)
        spinner.stop()
      }
    },
  }
}
