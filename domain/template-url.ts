import { parseTemplate, splitTemplate, type TemplatePart, templateText } from './template-text.ts'

/** A pair of a query or a form; `value` is null where there is no `=`. */
export interface PairTemplate {
  name: TemplatePart[]
  value: TemplatePart[] | null
}

/** A URL cut into its places, before any value is known: so no value can move a border between them. */
export interface UrlTemplate {
  /** `http:` or `https:`. */
  scheme: string
  /** Host and port as literal text, or the one placeholder that stands for the host and perhaps a literal port. */
  host: { literal: string } | { placeholder: string; port: string | null }
  /** Empty where the URL has no path; else the segments after the first slash. */
  path: TemplatePart[][]
  query: PairTemplate[] | null
  fragment: TemplatePart[] | null
}

/** What is wrong with a URL template, said as the predicate of a sentence. */
export class UrlTemplateError extends Error {}

/**
 * Parses a URL with placeholders.
 * @throws {UrlTemplateError}
 */
export function parseUrlTemplate(url: string): UrlTemplate {
  const [scheme] = /^https?:\/\//i.exec(url) ?? []
  if (!scheme) throw new UrlTemplateError('must start with http:// or https://')
  if (hasControlCharacter(url))
    throw new UrlTemplateError('must not contain line breaks, tabs or control characters')
  const [beforeFragment = [], fragment = null] = splitTemplate(
    parseTemplate(url.slice(scheme.length)),
    '#',
    1,
  )
  const [beforeQuery = [], query = null] = splitTemplate(beforeFragment, '?', 1)
  // A backslash separates like a slash: that's how URL parsers read it.
  const [authority = [], ...path] = splitTemplate(beforeQuery, '/\\')
  const parsed: UrlTemplate = {
    scheme: scheme.slice(0, -2).toLowerCase(),
    host: parseHost(authority),
    path,
    query: query && parsePairs(query),
    fragment,
  }
  if ('literal' in parsed.host && !URL.canParse(`${parsed.scheme}//${parsed.host.literal}/`))
    throw new UrlTemplateError(`has a host that is not valid: ${parsed.host.literal}`)
  return parsed
}

/** Cuts `a=1&b=2` into its pairs. */
export function parsePairs(parts: TemplatePart[]): PairTemplate[] {
  return splitTemplate(parts, '&').map((pair) => {
    const [name = [], value = null] = splitTemplate(pair, '=', 1)
    return { name, value }
  })
}

function parseHost(authority: TemplatePart[]): UrlTemplate['host'] {
  if (templateText(authority).includes('@'))
    throw new UrlTemplateError('must not contain a user name or password: use an Authorization header')
  const [first, second] = authority
  if (!first) throw new UrlTemplateError('must have a host')
  if (authority.length === 1 && 'literal' in first) return first
  const port = second && 'literal' in second ? (/^:(\d{1,5})$/.exec(second.literal)?.[1] ?? null) : null
  if ('placeholder' in first && authority.length === (port === null ? 1 : 2)) return { ...first, port }
  throw new UrlTemplateError(
    `must have a host that is written out or is one placeholder as a whole, not ${templateText(authority)}`,
  )
}

function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}
