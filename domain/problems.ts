/** The API's errors, as RFC 9457 problem documents. */
export const PROBLEMS = {
  unreadable_json: { status: 400, title: 'Unreadable request' },
  unauthorized: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  request_timeout: { status: 408, title: 'Request timeout' },
  conflict: { status: 409, title: 'Conflict' },
  precondition_failed: { status: 412, title: 'Not as expected' },
  body_too_large: { status: 413, title: 'Body too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  validation_failed: { status: 422, title: 'Validation failed' },
  throttled: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'Headers too large' },
  history_unreadable: { status: 500, title: 'History unreadable' },
  internal_error: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const

export type ProblemCode = keyof typeof PROBLEMS

/** One thing wrong with the input; `path` is dotted (`parameters.0.name`), empty for the whole. */
export interface FieldError {
  path: string
  message: string
}

export interface ProblemDetails {
  errors?: FieldError[]
  /** Seconds, sent as `Retry-After`. */
  retryAfter?: number
}

/** Thrown anywhere below a route; the error middleware turns it into the response. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly errors: FieldError[]
  readonly retryAfter: number | undefined

  constructor(code: ProblemCode, detail: string, { errors = [], retryAfter }: ProblemDetails = {}) {
    super(detail)
    this.name = 'Problem'
    this.code = code
    this.status = PROBLEMS[code].status
    this.errors = errors
    this.retryAfter = retryAfter
  }

  /** The `application/problem+json` body. */
  toJSON(): Record<string, unknown> {
    return {
      type: `urn:errand:problem:${this.code}`,
      title: PROBLEMS[this.code].title,
      status: this.status,
      detail: this.message,
      msg: this.message,
      errors: this.errors,
    }
  }
}

export const notFound = (what: string): Problem => new Problem('not_found', `${what} does not exist.`)
