/**
 * The catalogue of everything that can go wrong in a run. The code is stable and part of the contract;
 * `hint` is what the user can do about it. Every code is documented in docs/errors.md, held by a test.
 */
export const RUN_ERRORS = {
  http_error: {
    hint: 'The service answered with an error status. Check the URL, the parameters and the credentials.',
  },
  connection_failed: { hint: 'The service could not be reached. Check the host name and that it is up.' },
  invalid_request: { hint: 'The parameters do not make a valid request. Check them against the action.' },
  blocked_address: {
    hint: 'Actions may not reach private or reserved addresses. An operator can exempt one with ERRAND_EGRESS_ALLOW.',
  },
  secret_not_allowed: {
    hint: 'A secret may only be sent to its allowed hosts. Change the action or the list.',
  },
  timeout: { hint: 'Raise timeout_seconds, or ask for less at once.' },
  python_error: { hint: 'The code raised an exception. The message names the line.' },
  out_of_memory: { hint: 'The code used more than 512 MB. Process the data in smaller parts.' },
  output_limit: { hint: 'The code printed without end. Print less.' },
  forbidden_code: { hint: 'The code uses what the sandbox does not offer. The message names the line.' },
  secret_missing: { hint: 'Create the secret, then run the action again.' },
  engine_unavailable: {
    hint: 'The container engine or its worker is not there. Ask an operator to check it.',
  },
  model_failed: {
    hint: 'The language model could not be used. Check ERRAND_MODEL_URL, its key, and that it is up.',
  },
  interrupted: {
    hint: 'Contact with the worker was lost while a side effect was under way. Check whether it happened, then rerun.',
  },
  cancelled: { hint: 'The run was cancelled.' },
  rejected: { hint: 'The run was not approved.' },
} as const

export type RunErrorCode = keyof typeof RUN_ERRORS

/** What a run's `error` holds. */
export interface RunError {
  code: RunErrorCode
  message: string
}

export const isRunErrorCode = (value: unknown): value is RunErrorCode =>
  typeof value === 'string' && Object.hasOwn(RUN_ERRORS, value)

/**
 * A failure of the user's action (not of the platform): it ends the run with `code` and `message`.
 * It never crosses Temporal as an exception; activities return it as a value.
 */
export class RunFailure extends Error {
  readonly code: RunErrorCode
  /** Whether trying again may help, and after how many milliseconds where that is known; null where it would not. */
  readonly retry: { afterMs: number | null } | null

  constructor(
    code: RunErrorCode,
    message: string,
    { retry = null, ...options }: ErrorOptions & { retry?: { afterMs: number | null } | null } = {},
  ) {
    super(message, options)
    this.name = 'RunFailure'
    this.code = code
    this.retry = retry
  }

  toRunError(): RunError {
    return { code: this.code, message: this.message }
  }
}
