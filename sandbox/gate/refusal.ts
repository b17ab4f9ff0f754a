import { STATUS_CODES } from 'node:http'
import type { NetworkRefusal } from '../../domain/network-use.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import { NetworkLimit } from './account.ts'

const STATUS: Partial<Record<NetworkRefusal, number>> = {
  invalid_request: 400,
  blocked_address: 403,
  secret_not_allowed: 403,
  network_limit: 429,
  connection_failed: 502,
}

/** How the gate says no: Python's libraries show the reason phrase of a refused CONNECT and little else. */
export interface Refusal {
  status: number
  reason: string
  body: string
}

export function refusalOf(error: unknown): Refusal {
  if (error instanceof NetworkLimit) return refusal('network_limit', error.message)
  if (error instanceof RunFailure) return refusal(error.code, error.message)
  return { status: 502, reason: STATUS_CODES[502] ?? '', body: 'Bad gateway\n' }
}

/** Libraries have limits for a status line. */
const REASON_LIMIT = 300

/** Not a part of a host's name: there may be a secret in it, and half of one could not be masked any more. */
const wholeWords = (text: string, limit: number): string =>
  text.length <= limit
    ? text
    : text
        .slice(0, limit + 1)
        .replace(/\S*$/, '')
        .trimEnd()

const refusal = (code: NetworkRefusal, message: string): Refusal => ({
  status: STATUS[code] ?? 502,
  reason: wholeWords(message.replace(/[^\x20-\x7e]/g, '?'), REASON_LIMIT),
  body: `${code}: ${message}\n`,
})

/** A whole answer for a client that may not go on: the connection ends with it. */
export function answerOf(error: unknown): string {
  const { status, reason, body } = refusalOf(error)
  const headers = `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`
  return `HTTP/1.1 ${status} ${reason}\r\n${headers}\r\n\r\n${body}`
}
