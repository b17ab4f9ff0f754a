import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CliError } from '../failure.ts'

const DEFAULT_URL = 'http://127.0.0.1:8080'
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

export interface Connection {
  url: string
  key: string
  /** Said once on standard error. */
  warnings: string[]
}

/**
 * Which server, and which key: what was given, else the embedded stack of ERRAND_DATA. The admin key of this machine's
 * own stack goes to this machine only, wherever `--url` points.
 * @throws {CliError} saying what to set
 */
export function connectionOf(given: string | undefined, environment: NodeJS.ProcessEnv): Connection {
  const folder = environment.ERRAND_DATA || '.errand'
  const url = checked(given || environment.ERRAND_URL || runningUrl(folder) || DEFAULT_URL)
  const isHere = LOOPBACK.test(url.hostname)
  const key =
    environment.ERRAND_KEY || (isHere ? environment.ERRAND_ADMIN_KEY || adminKey(folder) : undefined)
  if (!key)
    throw new CliError(
      isHere
        ? `There is no key. Set ERRAND_KEY to an API key, or ERRAND_DATA to the data folder of the Errand that runs here (${join(folder, 'admin-key')} can't be read).`
        : `There is no key for ${url.host}. Set ERRAND_KEY to an API key.`,
    )
  // The header would carry it to nobody, with an error that shows it.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new CliError('The key in ERRAND_KEY has characters that no key has.')
  const open = url.protocol === 'http:' && !isHere
  return {
    url: url.href.replace(/\/+$/, ''),
    key,
    warnings: open ? [`${url.host} is reached by plain http: the key can be read on the way.`] : [],
  }
}

function checked(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol))
    throw new CliError(`'${text}' is not an address: it must start with http:// or https://.`)
  if (url.username || url.password) throw new CliError('The address must not contain a user or a password.')
  return url
}

function runningUrl(folder: string): string | undefined {
  try {
    const { url } = JSON.parse(readFileSync(join(folder, 'stack.json'), 'utf8'))
    return typeof url === 'string' && url ? url : undefined
  } catch {
    return undefined
  }
}

function adminKey(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'admin-key'), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
