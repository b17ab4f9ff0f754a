import { wordsOf } from './words.ts'

/** A last word that says that the value is a credential. */
const CREDENTIAL = new Set(
  `password passwd passwort pwd passphrase passcode secret credential credentials authorization bearer jwt apikey
  token auth cookie signature hmac otp pat hapikey`.split(/\s+/),
)
/** What makes a `key` one that opens something. */
const OPENING = new Set(
  `api access secret private auth authentication client account license licence subscription app application service
  master signing encryption integration routing ssh shared storage admin consumer developer dev security write read
  server rest user webhook live test maps functions site partner master personal team org bot`.split(/\s+/),
)
/** What makes a `token` one that opens nothing. */
const HARMLESS_TOKEN = new Set(
  'page next previous prev continuation sync cursor pagination resume delta scroll start device max min'.split(
    ' ',
  ),
)
/** Written as one word. */
const JOINED =
  /(?:api|access|auth|secret|private|master|consumer)key$|(?:api|access|auth|user|bot|refresh|session|id|private|bearer)token$|(?:client|app|consumer|api|shared)secret$|passw(?:or)?d$/
const HARMLESS_JOINED = /(?:page|next|continuation|sync|cursor|device)token$/

/** Whether whatever is called `name` (a query parameter, a member of a body, a variable) opens something. */
export function isCredentialName(name: string): boolean {
  const words = wordsOf(name).filter((word) => !/^\d+$/.test(word))
  const last = words.at(-1)
  if (last === undefined) return false
  const before = words.at(-2) ?? ''
  if (last === 'token') return !HARMLESS_TOKEN.has(before)
  if (CREDENTIAL.has(last)) return true
  if (last === 'key') return OPENING.has(before)
  return JOINED.test(last) && !HARMLESS_JOINED.test(last)
}

/** Names that mean a credential in some APIs and something else in others: its value decides. */
const AMBIGUOUS = new Set('key code sig sid appid app_id k pin hash credential_id access_key_id'.split(' '))

export const mayBeCredentialName = (name: string): boolean => AMBIGUOUS.has(name.toLowerCase())

const ABOUT_A_CREDENTIAL = new Set(
  'type method version scheme email user algorithm enabled expires mode'.split(' '),
)

/** The same for a header: there, sessions, CSRF tokens and whatever has `auth` in its name count too. */
export function isCredentialHeader(name: string): boolean {
  const lower = name.toLowerCase()
  if (/^(?:proxy-)?authorization$|^(?:set-)?cookie2?$/.test(lower)) return true
  if (lower === 'idempotency-key' || lower.startsWith('sec-')) return false
  if (isCredentialName(name)) return true
  const words = wordsOf(name)
  if (ABOUT_A_CREDENTIAL.has(words.at(-1) ?? '')) return false
  return words.some((word) =>
    /^(?:auth|authorization|authentication|session|csrf|xsrf|signature|secret|password)$/.test(word),
  )
}
