/**
 * Hosts of which those with an asterisk are narrowed to a host that somebody has filled in: `*.zendesk.com` to
 * `acme.zendesk.com`, where a secret is sent to no other.
 */
export const narrowHosts = (hosts: string[], filledIn: string[]): string[] =>
  hosts.map((host) => {
    if (!host.startsWith('*.')) return host
    const ending = host.slice(1).toLowerCase()
    const own = filledIn.map((value) => value.trim().toLowerCase()).find((value) => value.endsWith(ending))
    return own && own.length > ending.length ? own : host
  })
