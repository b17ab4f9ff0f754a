import { STATUS_CODES } from 'node:http'
import { type RunErrorCode, RunFailure } from '../../domain/run-errors.ts'

const STATUS: Partial<Record<RunErrorCode, number>> = {
  invalid_request: 400,
  blocked_address: 403,
  secret_not_allowed: 403,
  connection_failed: 502,
}

/** How the gate says no: Python's libraries show the reason phrase of a refused CONNECT and little else. */
export interface Refusal {
  status: number
  reason: string
  body: string
}

export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof RunFailure))
    return { status: 502, reason: STATUS_CODES[502] ?? '', body: 'Bad gateway\n' }
  return {
    status: STATUS[error.code] ?? 502,
    reason: error.message.replace(/[^\x20-\x7e]/g, '?').slice(0, 300),
    body: `${error.code}: ${error.message}\n`,
  }
}
