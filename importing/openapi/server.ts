import { standsForOne } from '../shared/open-host.ts'
import { type Document, type JsonObject, listOf, member, textOf } from './document.ts'

export interface Server {
  scheme: 'http' | 'https'
  /** Null where somebody has to fill it in. */
  host: string | null
  /** Without a slash at its end. */
  path: string
}

/** Where the operation's requests go: its own server, its path's, or the document's. */
export function serverOf(
  document: Document,
  item: JsonObject,
  operation: JsonObject,
  notes: Set<string>,
): Server {
  const servers = [operation, item, document.root]
    .map((owner) => listOf(owner, 'servers'))
    .find((list) => list.length > 0)
  const urls = (servers ?? [])
    .slice(0, 50)
    .map((server) => document.object(server))
    .map((server) => withDefaults(document, server, notes))
  const url =
    urls.find((candidate) => !/^[a-z][a-z0-9+.-]*:/i.test(candidate) || /^https?:\/\//i.test(candidate)) ??
    '/'
  const [, scheme = 'https', authority = '', path = ''] =
    /^(?:(https?):)?(?:\/\/([^/?#]*))?([^?#]*)/i.exec(url) ?? []
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const known =
    host !== '' &&
    URL.canParse(`http://${host}/`) &&
    !/[{}<>%]/.test(host) &&
    !host.split('.').some(standsForOne)
  if (host !== authority) notes.add("The name and password in the server's address were left out.")
  return {
    scheme: scheme.toLowerCase() === 'http' ? 'http' : 'https',
    host: known ? host : null,
    path: path
      .replace(/\/+$/, '')
      .replace(/[{}\\\s]/g, (character) => encodeURIComponent(character))
      .replace(/^(?=[^/])/, '/'),
  }
}

function withDefaults(document: Document, server: JsonObject | null, notes: Set<string>): string {
  const variables = document.object(member(server, 'variables'))
  return textOf(server, 'url')
    .slice(0, 2_000)
    .trim()
    .replace(/\{([^{}]{1,100})\}/g, (whole, name: string) => {
      const fallback = member(document.object(member(variables, name)), 'default')
      if (typeof fallback !== 'string' && typeof fallback !== 'number') return whole
      notes.add(
        `The server's address has the variable ${name.replace(/[^\w-]/g, '_')}: its default was put in its place.`,
      )
      return String(fallback)
    })
}
