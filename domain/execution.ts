import type { RunErrorCode } from './run-errors.ts'
import type { ExecuteResult } from './workflow-contract.ts'

/** An execution that ended without any output. */
export const failedExecution = (
  code: RunErrorCode,
  message: string,
  warnings: string[] = [],
): ExecuteResult => ({
  output: null,
  output_truncated: false,
  stderr: null,
  artifacts: [],
  warnings,
  error: { code, message },
  network: [],
  steps: [],
})
