import type { RunError, RunErrorCode } from '../domain/run-errors.ts'

/** Where the code says nothing of this folder, nothing is lost in it. */
const FOLDER = '/tmp/out'

const CAUSES: Partial<Record<RunErrorCode, string>> = {
  timeout: 'the code was stopped at its time limit',
  output_limit: 'the code was stopped for printing too much',
  out_of_memory: 'the sandbox ran out of memory',
  cancelled: 'the run was cancelled',
  forbidden_code: 'the code was stopped',
}

/** What to say of the files of code that was not heard out. */
export function lostFilesWarning(code: string, error: RunError | null): string[] {
  if (!code.includes(FOLDER)) return []
  const cause = (error && CAUSES[error.code]) ?? 'the sandbox ended before the code did'
  return [`Files in ${FOLDER} were lost, since ${cause}.`]
}
