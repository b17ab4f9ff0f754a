/** What came back to an API Call, beside its body. Masked. */
export interface HttpResponse {
  status: number
  /** The headers that say something about the answer or the service's limits, names in lower case. */
  headers: Record<string, string>
  /** From the first attempt's start to the last byte that was read. */
  duration_ms: number
  /** How often the call was made; more than 1 only where it reads. */
  attempts: number
  /** How many redirects the last attempt followed. */
  redirects: number
}

/** Never `Set-Cookie`: a cookie is a credential that no mask knows. */
const SHOWN =
  /^(content-(type|language|disposition|range)|date|etag|last-modified|location|link|retry-after|allow|deprecation|sunset|warning|www-authenticate|(x-)?(request|correlation|trace)-?id|x-amzn-requestid|cf-ray|(x-)?ratelimit(-.*)?|x-rate-limit-.*|x-(total|page|per-page|next-page|total-count|total-pages))$/

const MAX_HEADERS = 30

/** Of all headers those that a run shows. */
export function shownHeaders(headers: Record<string, unknown>): Record<string, string> {
  const shown = Object.entries(headers).flatMap(([name, value]): [string, string][] => {
    const lower = name.toLowerCase()
    return SHOWN.test(lower) && typeof value === 'string' ? [[lower, value]] : []
  })
  return Object.fromEntries(shown.slice(0, MAX_HEADERS))
}
