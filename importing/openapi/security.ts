import { type Document, isRecord, type JsonObject, member, textOf } from './document.ts'

/** What a credential is put into; `label` is what its secret is called, without the service. */
export type Credential =
  | { in: 'header'; name: string; before: string; label: string; basic: boolean }
  | { in: 'query' | 'cookie'; name: string; label: string }

/**
 * What an operation is signed in with: the first of its ways that can be done. Null where the document says nothing
 * of it, an empty list where nothing is needed.
 */
export function credentialsOf(
  document: Document,
  operation: JsonObject,
  notes: string[],
): Credential[] | null {
  const said = member(operation, 'security') ?? member(document.root, 'security')
  if (!Array.isArray(said)) return null
  const ways = said.filter(isRecord)
  if (ways.length === 0) return []
  const sure = ways.filter((way) => Object.keys(way).length > 0)
  for (const way of sure) {
    const credentials = Object.keys(way).map((name) => credentialOf(document, name))
    if (credentials.every((credential) => credential !== null)) return credentials
  }
  if (sure.length === ways.length) notes.push('it signs in in a way that an action has no credential for')
  return []
}

function credentialOf(document: Document, name: string): Credential | null {
  const components = document.object(member(document.root, 'components'))
  const schemes = document.object(member(components, 'securitySchemes'))
  const scheme = document.object(member(schemes, name))
  const header = (before: string, label: string): Credential => ({
    in: 'header',
    name: 'Authorization',
    before,
    label,
    basic: label === 'basic auth',
  })
  switch (textOf(scheme, 'type').toLowerCase()) {
    case 'oauth2':
    case 'openidconnect':
      return header('Bearer ', 'token')
    case 'http': {
      const kind = textOf(scheme, 'scheme').toLowerCase()
      if (kind === 'bearer') return header('Bearer ', 'token')
      if (kind === 'basic') return header('Basic ', 'basic auth')
      return /^[a-z][a-z-]{0,30}$/.test(kind) && kind !== 'digest'
        ? header(`${textOf(scheme, 'scheme')} `, 'token')
        : null
    }
    case 'apikey': {
      const called = textOf(scheme, 'name')
      const place = textOf(scheme, 'in')
      if (place === 'header' && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}$/.test(called))
        return {
          in: 'header',
          name: called,
          before: '',
          label: /^authorization$/i.test(called) ? 'api key' : called,
          basic: false,
        }
      return called !== '' && (place === 'query' || place === 'cookie')
        ? { in: place, name: called, label: called }
        : null
    }
    default:
      return null
  }
}
