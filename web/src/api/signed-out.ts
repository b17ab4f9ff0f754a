const SIGN_IN = '/sign-in'

/** Goes to the sign-in page, and back here afterwards. Whatever the page holds is gone: it was another one's. */
export function signedOut(): void {
  if (location.pathname === SIGN_IN) return
  const here = `${location.pathname}${location.search}`
  location.assign(`${SIGN_IN}?${new URLSearchParams({ next: here })}`)
}
