import { isCredentialHeader, isCredentialName, mayBeCredentialName } from '../shared/credential-names.ts'
import { placeholderText } from '../shared/placeholder-text.ts'
import { hasToken, isOpaque, tokensIn } from '../shared/token-shapes.ts'
import type { Findings } from './findings.ts'

/** Words before a credential in `Authorization` that say how it is used, and are none themselves. */
const SCHEME =
  /^(bearer|basic|token|bot|key|apikey|api-key|apitoken|geniekey|ssws|oauth|jwt|mac|[a-z]{2,30}(?:-[a-z]{2,30}){0,4}-(?:key|token|oauthtoken|auth))[ ]+(\S[\s\S]*)$/i
const NAMED = /^(token|key|apikey|api_key|access_token)=("?)([^"]+)\2$/i

/** Puts a secret into the value of a header that holds a credential. */
export function headerCredential(findings: Findings, name: string, value: string): string {
  if (!isCredentialHeader(name)) return inText(findings, namedValue(findings, name, value))
  const lower = name.toLowerCase()
  if (lower === 'cookie') return findings.secret(value, 'cookie')
  const authorization = lower === 'authorization' || lower === 'proxy-authorization'
  if (!authorization) return findings.secret(value, name)
  const [, scheme, rest] = SCHEME.exec(value) ?? []
  if (!scheme || !rest) return findings.secret(value, labelOf(value, 'token'))
  const [, named, quote, inner] = NAMED.exec(rest) ?? []
  if (named && inner)
    return `${scheme} ${named}=${quote}${findings.secret(inner, labelOf(inner, 'api token'))}${quote}`
  if (scheme.toLowerCase() === 'basic') {
    findings.warnings.push(BASIC)
    return `${scheme} ${findings.secret(rest, 'basic auth')}`
  }
  const label = /key/i.test(scheme) ? 'api key' : labelOf(rest, 'token')
  return `${scheme} ${findings.secret(rest, label)}`
}

export const BASIC =
  "The secret of 'Authorization: Basic' is the Base64 of name:password, as this prints it: printf '%s' 'name:password' | base64 -w0"

/** Keys are called so: `sk_live_…`, `AIza…`. */
const labelOf = (value: string, otherwise: string): string =>
  /^(?:[srpe]k[_-]|key|AIza|SG\.|pat-|lin_api)/.test(value) ? 'api key' : otherwise

/** What is called `name` in a query, a form or a body: a secret, a parameter, or what it was. */
export function namedValue(findings: Findings, name: string, value: string): string {
  if (value.trim() === '') return value
  if (isCredentialName(name)) return findings.secret(value, name)
  const text = decoded(value)
  const stands = placeholderText(text)
  if (stands !== null && isCredentialName(stands)) return findings.secret(text, stands)
  if (mayBeCredentialName(name) && (stands !== null || isOpaque(text) || hasToken(text)))
    return findings.secret(value, name.toLowerCase() === 'key' ? 'api key' : name)
  if (stands !== null) return findings.parameter(stands === 'value' ? name : stands)
  const only = findings.marks.only(value)
  if (only) findings.decideRest(only, name)
  return value
}

/** A text of a query or form without its escapes; as it is where they are none. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** Puts secrets in the place of credentials of well-known shapes, wherever they stand. */
export const inText = (findings: Findings, text: string): string =>
  findings.marks.map(text, (literal) => {
    let changed = ''
    let from = 0
    for (const { from: start, to } of tokensIn(literal)) {
      const token = literal.slice(start, to)
      changed += literal.slice(from, start) + findings.secret(token, labelOf(token, 'token'))
      from = to
    }
    return changed + literal.slice(from)
  })
