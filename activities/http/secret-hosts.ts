import { RunFailure } from '../../domain/run-errors.ts'
import type { OpenedSecret } from '../load-action.ts'

/** Whether `host` is `pattern`, or below it where the pattern's leftmost label is `*`. */
export function hostMatches(host: string, pattern: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return pattern.startsWith('*.')
    ? name.endsWith(pattern.slice(1)) && name.length > pattern.length - 1
    : name === pattern
}

/** @throws {RunFailure} `secret_not_allowed` where a secret is bound to other hosts */
export function checkSecretHosts(secrets: OpenedSecret[], url: string): void {
  const { hostname } = new URL(url)
  for (const { name, allowed_hosts } of secrets)
    if (allowed_hosts.length > 0 && !allowed_hosts.some((pattern) => hostMatches(hostname, pattern)))
      throw new RunFailure(
        'secret_not_allowed',
        `The secret ${name} may only be sent to ${allowed_hosts.join(', ')}, and this call goes to ${hostname}.`,
      )
}
