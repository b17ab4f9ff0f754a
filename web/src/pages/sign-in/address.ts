/** The token of a one-time link. It stands after the #, which is sent to no server, and is taken out of the address. */
export function readToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token) history.replaceState(null, '', `${location.pathname}${location.search}`)
  return token
}

/** Whether the address has a token that was not read: of a link that was opened on this very page. */
export const hasToken = (): boolean => new URLSearchParams(location.hash.slice(1)).has('token')

/**
 * The page that was asked for before; only one of ours, whatever a link says. With its origin: a path alone may begin
 * with two slashes, as that of `/.//example.com` does, and lead to another host.
 */
export function whereTo(): string {
  const next = new URLSearchParams(location.search).get('next') ?? '/'
  if (!URL.canParse(next, location.origin)) return '/'
  const url = new URL(next, location.origin)
  return url.origin === location.origin ? url.href : '/'
}
