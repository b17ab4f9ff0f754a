import { canonicalHost, hostMatches } from '../../domain/host-name.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import type { OpenedSecret } from '../load-action.ts'

/** @throws {RunFailure} `secret_not_allowed` where a secret is bound to other hosts */
export function checkSecretHosts(secrets: OpenedSecret[], url: string): void {
  const bound = secrets.filter(({ allowed_hosts }) => allowed_hosts.length > 0)
  // Whether it is a host at all is for the egress policy to say.
  if (bound.length === 0) return
  const hostname = canonicalHost(new URL(url).hostname)
  for (const { name, allowed_hosts } of bound)
    if (!allowed_hosts.some((pattern) => hostMatches(hostname, pattern)))
      throw new RunFailure(
        'secret_not_allowed',
        `The secret ${name} may only be sent to ${allowed_hosts.join(', ')}, and this call goes to ${hostname}.`,
      )
}
