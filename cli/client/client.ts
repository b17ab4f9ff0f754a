import type { FieldError } from '../../domain/problems.ts'
import { ApiFailure, CliError } from '../failure.ts'
import { withRetries } from './retry.ts'

/** Longer than the API itself waits for a run. */
const TIMEOUT_MS = 150_000

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface RequestOptions {
  body?: unknown
  query?: Record<string, string | undefined>
  headers?: Record<string, string>
  /** A POST that may arrive twice without harm; all other methods may. */
  repeatable?: boolean
  /** A stream may last as long as it likes. */
  endless?: boolean
}

/** The API as the commands see it. */
export interface Client {
  /** @throws {ApiFailure} for an answer of 400 or more; {CliError} where nothing answers */
  send(method: Method, path: string, options?: RequestOptions): Promise<Response>
  /** The same, its body read as JSON; null where there is none. */
  json<T>(method: Method, path: string, options?: RequestOptions): Promise<T>
}

export interface ClientOptions {
  /** Of the server, without `/api/v1`. */
  url: string
  key: string
  onWait: (seconds: number, status: number) => void
  /** Ends whatever is under way. */
  signal: AbortSignal
}

/** Talks to `/api/v1` of one server with one key. */
export function createClient({ url, key, onWait, signal }: ClientOptions): Client {
  const base = `${url.replace(/\/+$/, '')}/api/v1`

  async function send(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
    const { body, query = {}, headers = {} } = options
    const target = new URL(`${base}${path}`)
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) target.searchParams.set(name, value)
    const once = () =>
      fetch(target, {
        method,
        // A redirect would take the key to another server.
        redirect: 'manual',
        headers: {
          'x-api-key': key,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: options.endless ? signal : AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      }).catch((error) => {
        throw signal.aborted ? error : unreachable(url, error)
      })
    const repeatable = method !== 'POST' || options.repeatable === true || 'idempotency-key' in headers
    const response = await withRetries(once, { repeatable, onWait, signal })
    if (response.status >= 300) throw await failureOf(response, url)
    return response
  }

  return {
    send,
    async json<T>(method: Method, path: string, options?: RequestOptions) {
      const response = await send(method, path, options)
      const text = await response.text()
      return (text === '' ? null : parsed(text, url)) as T
    },
  }
}

function parsed(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CliError(`${url} did not answer as Errand does. Is it the right address?`)
  }
}

async function failureOf(response: Response, url: string): Promise<CliError> {
  const text = await response.text().catch(() => '')
  if (response.status < 400)
    return new CliError(
      `${url} answers with a redirect to ${response.headers.get('location') ?? 'nowhere'}. Give that address; the key was not sent there.`,
    )
  let problem: { detail?: unknown; errors?: FieldError[] } = {}
  try {
    problem = JSON.parse(text)
  } catch {
    // Something in between has answered.
  }
  const detail = typeof problem?.detail === 'string' ? problem.detail : `${url} answered ${response.status}.`
  return new ApiFailure(response.status, detail, Array.isArray(problem?.errors) ? problem.errors : [])
}

function unreachable(url: string, error: unknown): Error {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause
  const why =
    error instanceof Error && error.name === 'TimeoutError'
      ? `no answer within ${TIMEOUT_MS / 1_000} s`
      : (cause?.code ?? cause?.message ?? String(error))
  return new CliError(
    `${url} can't be reached (${why}). Is Errand running there? --url or ERRAND_URL says where.`,
  )
}
