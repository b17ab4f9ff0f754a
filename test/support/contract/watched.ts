/** Wherever they come from. */
const UNDER_API = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/+api\/+v1(\/|\?|$)/i
/** Of all that a stack serves elsewhere, what the document has. Other servers may have the same paths. */
const OUTSIDE = /^\/(healthz|readyz)\/?$/

const stacks = new Set<string>()

/** Has what is fetched from a stack held to the document. */
export const watchStack = (url: string): void => void stacks.add(new URL(url).origin)

/** Whether this is to be answered as the document says. */
export function isWatched(url: string): boolean {
  if (UNDER_API.test(url)) return true
  if (stacks.size === 0) return false
  const { origin, pathname } = new URL(url)
  return stacks.has(origin) && OUTSIDE.test(pathname)
}
