import type { FieldError } from '../domain/problems.ts'

/** What the command ends with; the documentation lists them. */
export const EXIT = {
  /** Something went wrong; standard error says what. */
  failed: 1,
  /** `plan --detailed-exitcode` found changes. */
  changes: 2,
  /** A run that was waited for did not succeed. */
  runFailed: 3,
  /** Ctrl-C, as shells say it. */
  interrupted: 130,
} as const

/** Something that the user of the command can do something about: printed as its message, without a stack trace. */
export class CliError extends Error {
  override name = 'CliError'
}

/** An answer of the API with a status of 400 or more. */
export class ApiFailure extends CliError {
  override name = 'ApiFailure'
  readonly status: number
  readonly errors: FieldError[]

  constructor(status: number, detail: string, errors: FieldError[] = []) {
    super(detail)
    this.status = status
    this.errors = errors
  }
}
