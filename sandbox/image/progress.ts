import type Docker from 'dockerode'

/** One JSON message of the engine's build, pull or import stream. */
interface EngineMessage {
  stream?: string
  status?: string
  error?: string
}

/** How often a step that says nothing new is reported, in milliseconds. */
const REPORT_EVERY_MS = 5_000
const NOTEWORTHY = /^(Step \d+\/\d+|Successfully|Compiling)/

export type Report = (line: string) => void

/**
 * Reads the engine's answer to its end and reports what it does: each step, and within a long one its latest line.
 * @throws {Error} with the engine's error and the last lines before it
 */
export async function followBuild(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  report: Report,
): Promise<void> {
  const latest: string[] = []
  const beat = setInterval(() => latest.length > 0 && report(latest.at(-1) ?? ''), REPORT_EVERY_MS)
  try {
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(
        stream,
        (error, messages: EngineMessage[]) => {
          const problem = error?.message ?? messages?.find((message) => message.error)?.error
          if (problem) reject(new Error([problem, ...latest.slice(-8)].join('\n')))
          else resolve()
        },
        (message: EngineMessage) => {
          for (const line of linesOf(message)) {
            latest.push(line)
            if (latest.length > 20) latest.shift()
            if (NOTEWORTHY.test(line)) report(line)
          }
        },
      )
    })
  } finally {
    clearInterval(beat)
  }
}

const linesOf = ({ stream, status }: EngineMessage): string[] =>
  (stream ?? status ?? '')
    .split(/[\r\n]+/)
    .map((line) => line.trim().slice(0, 160))
    .filter(Boolean)
