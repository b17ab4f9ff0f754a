/*
 * An action's texts may hold a credential that somebody has pasted, where a placeholder of a secret belongs. The
 * action itself keeps it, as it was sent; the audit log, which is never deleted, must not.
 */

const MASK = '***'

/** Names of headers, fields, parameters and variables that hold a credential. */
const NAMED =
  /authorization|cookie|passw(?:or)?d|passphrase|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key|session[_-]?id|signature|^(?:x-)?(?:auth|key|sig)$/i
/** Of longer names only the end is looked at. */
const LONGEST_NAME = 100

/*
 * Texts come from users: each pattern begins where nothing else can, and repeats without a bound only what the next
 * part can't match, so that none takes longer than it takes to read the text.
 */

/** `name: "value"`, `name = 'value'`, as JSON, Python and others write it. */
const ASSIGNED = /(?<![\w.-])([\w.-]+)(["']?\]?[ \t]{0,20}[:=][ \t]{0,20}["'])([^"'\r\n]+)(?=["'])/g
/** `name=value` in a URL or a form. */
const PAIR = /(?<![\w.-])([\w.-]+)(=)([^&#\s"']+)/g
const USER_INFO = /(\/\/)([^/@\s"'?#]+)(?=@)/g
/** What is one wherever it stands. */
const TELLTALE = [
  /\beyJ[\w-]{8,4000}\.[\w-]{8,4000}\.[\w-]*/g,
  /\b(?:sk|pk|rk)[-_][\w-]{16,}/g,
  /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}/g,
  /\bxox[a-z]-[\w-]{10,}|\bAKIA[A-Z0-9]{16}\b|\bAIza[\w-]{30,}|\berrand_[\w-]{20,}/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
]
const AFTER_SCHEME = /\b(Bearer|Basic)( +)(?![{*])[\w.~+/=-]{6,}/gi
/** Words that say which kind of credential follows. */
const SCHEME = /^(?:bearer|basic|digest|token|apikey|key|negotiate)$/i

/** A copy in which what looks like a credential is masked; placeholders stay. */
export function withoutCredentials(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return isNamed(name) ? maskedValue(value) : maskedText(value)
  if (Array.isArray(value)) return value.map((element) => withoutCredentials(element, name))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutCredentials(inner, key)]),
  )
}

const isNamed = (name: string): boolean => NAMED.test(name.slice(-LONGEST_NAME))

/** All of a value but its placeholders and the word before it. */
const maskedValue = (value: string): string =>
  value.replace(/\{\w+\}|[^\s{]+|\{/g, (part) => (/^\{\w+\}$/.test(part) || SCHEME.test(part) ? part : MASK))

const maskedIfNamed = (all: string, name: string, between: string, value: string): string =>
  isNamed(name) ? `${name}${between}${maskedValue(value)}` : all

function maskedText(text: string): string {
  let masked = text
  for (const pattern of TELLTALE) masked = masked.replace(pattern, MASK)
  return masked
    .replace(AFTER_SCHEME, `$1$2${MASK}`)
    .replace(ASSIGNED, maskedIfNamed)
    .replace(PAIR, maskedIfNamed)
    .replace(USER_INFO, (_all, before, user) => `${before}${maskedValue(user)}`)
}
