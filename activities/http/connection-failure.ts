import { RunFailure } from '../../domain/run-errors.ts'

/** What the codes of Node's network errors mean to a user. */
const MEANINGS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
  ENOTFOUND: 'the name does not exist',
  EAI_AGAIN: 'the name could not be resolved',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed (NODE_EXTRA_CA_CERTS can trust it)',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted (NODE_EXTRA_CA_CERTS can trust it)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted (NODE_EXTRA_CA_CERTS can trust it)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  Z_DATA_ERROR: 'its answer is not compressed as it says',
  Z_BUF_ERROR: 'its answer is not compressed as it says',
  HPE_INVALID_CONSTANT: 'its answer is not HTTP',
}

/** What went wrong on the way to `host`, in words, without anything of the request in it. */
export function connectionFailure(error: unknown, host: string): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RunFailure) return cause
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
    if (code === 'ERR_CANCELED') return error
    const meaning = MEANINGS[code] ?? meaningOf(code)
    if (meaning) return new RunFailure('connection_failed', `${host} could not be reached: ${meaning}.`)
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  return new RunFailure('connection_failed', `The exchange with ${host} failed (${code}).`)
}

function meaningOf(code: string): string | undefined {
  if (code.startsWith('HPE_')) return 'its answer is not HTTP'
  if (/^(ERR_)?_?(ERROR_FORMAT|BROTLI|ZSTD)/.test(code)) return MEANINGS.Z_DATA_ERROR
  return undefined
}
