import { constants } from 'node:os'
import { z } from 'zod'
import type { RunError } from '../domain/run-errors.ts'
import type { CodeProblem } from '../domain/workflow-contract.ts'
import { leftOutSchema } from './left-out.ts'
import { SANDBOX_LIMITS as LIMITS } from './limits.ts'
import { parseJson } from './parse-json.ts'

/** Of longer messages the harness sends the beginning; harness/child.py names the same. */
export const MESSAGE_LIMIT = 10_000

/** What the harness sends at the end. All of it comes from the container and may be forged by the code. */
const resultSchema = z.object({
  /** The exit status, or the negative number of the signal that ended the code. */
  status: z.number().int(),
  /** Whether the kernel killed a process for its memory. */
  out_of_memory: z.boolean(),
  /** Whether a process or thread was refused. */
  process_limit: z.boolean().optional(),
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

const PROCESS_LIMIT = `The code may have ${LIMITS.processes} processes and threads at once.`

/** Null where the payload is not what a harness sends. */
export function parseResult(payload: Buffer): HarnessResult | null {
  return resultSchema.safeParse(parseJson(payload)).data ?? null
}

/** What a finished run reports, or null for success. */
export function errorOf({ status, out_of_memory, process_limit, report }: HarnessResult): RunError | null {
  if (status === 0) return null
  if (out_of_memory) return OUT_OF_MEMORY
  const described = errorReportSchema.safeParse(parseJson(report)).data
  if (!described) return { code: 'python_error', message: endOf(status) }
  const { code, type, message, line } = described
  const where = line === null ? '' : ` (line ${line})`
  if (code === 'out_of_memory') return { code, message: `${OUT_OF_MEMORY.message.slice(0, -1)}${where}.` }
  if (code === 'forbidden_code') return { code, message: `${message}${where}` }
  if (type === 'SystemExit' && /^-?\d+$/.test(message))
    return { code, message: `The code ended with exit status ${message}${where}.` }
  const what = `${type}${message ? `: ${message}` : ''}${where}`
  return { code, message: isProcessLimit(type, message, process_limit) ? `${what}. ${PROCESS_LIMIT}` : what }
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

/** What Python says then is also said of other things, but for the one about threads. */
function isProcessLimit(type: string, message: string, refused = false): boolean {
  if (type === 'RuntimeError') return message.startsWith("can't start new thread")
  return refused && type === 'BlockingIOError'
}

function endOf(status: number): string {
  if (status > 0) return `The code ended with exit status ${status}.`
  const [name = `signal ${-status}`] =
    Object.entries(constants.signals).find(([, number]) => number === -status) ?? []
  return `The interpreter was ended by the signal ${name}.`
}
