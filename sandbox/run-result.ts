import { constants } from 'node:os'
import { z } from 'zod'
import type { RunError } from '../domain/run-errors.ts'
import type { CodeProblem } from '../domain/workflow-contract.ts'
import { leftOutSchema } from './left-out.ts'

const MESSAGE_LIMIT = 10_000

/** What the harness sends at the end. All of it comes from the container and may be forged by the code. */
const resultSchema = z.object({
  /** The exit status, or the negative number of the signal that ended the code. */
  status: z.number().int(),
  out_of_memory: z.boolean(),
  /** JSON text from the process that ran the code, empty where it wrote none. */
  report: z.string(),
  ...leftOutSchema,
})
export type HarnessResult = z.infer<typeof resultSchema>

const errorReportSchema = z.object({
  code: z.enum(['python_error', 'forbidden_code', 'out_of_memory']),
  type: z.string().max(200),
  message: z.string().max(MESSAGE_LIMIT),
  line: z.number().int().nullable(),
})

const problemsSchema = z.object({
  problems: z
    .array(
      z.object({
        line: z.number().int().min(1),
        column: z.number().int().min(1),
        message: z.string().max(MESSAGE_LIMIT),
      }),
    )
    .max(100),
})

const OUT_OF_MEMORY: RunError = {
  code: 'out_of_memory',
  message: 'The code used more than 512 MB of memory.',
}

/** Null where the payload is not what a harness sends. */
export function parseResult(payload: Buffer): HarnessResult | null {
  return resultSchema.safeParse(parseJson(payload.toString('utf8'))).data ?? null
}

/** What a finished run reports, or null for success. */
export function errorOf({ status, out_of_memory, report }: HarnessResult): RunError | null {
  if (status === 0) return null
  // Nothing but the kernel, or the code itself, sends SIGKILL before the harness sees the end.
  if (out_of_memory || status === -constants.signals.SIGKILL) return OUT_OF_MEMORY
  const described = errorReportSchema.safeParse(parseJson(report)).data
  if (!described) return { code: 'python_error', message: endOf(status) }
  const { code, type, message, line } = described
  const where = line === null ? '' : ` (line ${line})`
  if (code === 'out_of_memory') return { code, message: `${OUT_OF_MEMORY.message.slice(0, -1)}${where}.` }
  if (code === 'forbidden_code') return { code, message: `${message}${where}` }
  return { code, message: `${type}${message ? `: ${message}` : ''}${where}` }
}

/** What a finished check reports. */
export function problemsOf({ report }: HarnessResult): CodeProblem[] {
  const checked = problemsSchema.safeParse(parseJson(report)).data
  return (
    checked?.problems ?? [
      { line: 1, column: 1, message: 'Python could not read this code: it is too deeply nested.' },
    ]
  )
}

function endOf(status: number): string {
  if (status > 0) return `The code ended with exit status ${status}.`
  const [name = `signal ${-status}`] =
    Object.entries(constants.signals).find(([, number]) => number === -status) ?? []
  return `The interpreter was ended by ${name}.`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
