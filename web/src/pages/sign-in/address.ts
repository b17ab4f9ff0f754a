/** The token of a one-time link. It stands after the #, which is sent to no server, and is taken out of the address. */
export function readToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token) history.replaceState(null, '', `${location.pathname}${location.search}`)
  return token
}

/** The page that was asked for before; only one of ours, whatever a link says. */
export function whereTo(): string {
  const next = new URLSearchParams(location.search).get('next') ?? '/'
  const url = new URL(next, location.origin)
  return url.origin === location.origin ? `${url.pathname}${url.search}` : '/'
}
