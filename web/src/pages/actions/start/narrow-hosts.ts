/** What was filled in beside a secret, and the example that the template has for it. */
export interface FilledIn {
  value: string
  example: string | undefined
}

/**
 * Where a secret may be sent, narrowed to hosts that somebody has filled in: `*.zendesk.com` to `acme.zendesk.com`, and an
 * example, such as `api.example.com`, to the host that was given in its place. Hosts may be pasted as addresses.
 */
export function narrowHosts(hosts: string[], filledIn: FilledIn[]): string[] {
  const given = filledIn.flatMap(({ value, example }) => {
    const host = hostOf(value)
    return host === null ? [] : [{ host, example }]
  })
  const narrowed = hosts.map((host) => {
    const inItsPlace = given.find(({ example }) => example === host)
    if (inItsPlace) return inItsPlace.host
    if (!host.startsWith('*.')) return host
    const ending = host.slice(1).toLowerCase()
    return given.find((one) => one.host.length > ending.length && one.host.endsWith(ending))?.host ?? host
  })
  return [...new Set(narrowed)]
}

function hostOf(value: string): string | null {
  const text = value.trim()
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`
  return text !== '' && URL.canParse(address) ? new URL(address).hostname : null
}
