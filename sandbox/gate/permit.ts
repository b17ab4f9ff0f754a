import { canonicalHost, hostMatches } from '../../domain/host-name.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import type { Account } from './account.ts'

/** What one run may do at the gate. */
export interface Permit {
  /** For each secret that is bound to hosts, these hosts; a leading `*.` stands for every name below. */
  allowedHosts: string[][]
  /** Aborts when the run is over. */
  signal: AbortSignal
  /** Counts what the run does, and limits it. */
  account: Account
}

/**
 * The one spelling of the host. The gate can't see which secret a request carries, so code that holds a bound one
 * reaches its hosts only.
 * @throws {RunFailure} `secret_not_allowed`, `invalid_request`
 */
export function permittedHost({ allowedHosts }: Pick<Permit, 'allowedHosts'>, host: string): string {
  const name = canonicalHost(host)
  for (const hosts of allowedHosts)
    if (!hosts.some((pattern) => hostMatches(name, pattern)))
      throw new RunFailure(
        'secret_not_allowed',
        `${name} is not among the allowed hosts of a secret that this code holds: ${hosts.join(', ')}.`,
      )
  return name
}
