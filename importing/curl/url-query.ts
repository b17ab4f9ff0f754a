import type { Marks } from './marks.ts'

/** `name=value`, `=value` or `value`, the value to be encoded. */
export function urlQuery(given: string, marks: Marks): string {
  const at = given.indexOf('=')
  const name = at > 0 ? `${given.slice(0, at)}=` : ''
  return name + marks.map(given.slice(at + 1), formEncoded)
}

/** As curl writes it: what HTML forms leave alone and RFC 3986 does not is encoded as well. */
const formEncoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+')
