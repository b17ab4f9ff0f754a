import { renderPairs } from './render-pairs.ts'
import {
  invalid,
  type LookUp,
  labelsOf,
  type PlaceholderValue,
  renderParts,
  renderRequired,
} from './render-values.ts'
import { namesIn, type TemplatePart } from './template-text.ts'
import type { UrlTemplate } from './template-url.ts'

/** Renders a URL; whatever the values, it has the template's origin, segments and query names. */
export function renderUrl(template: UrlTemplate, lookUp: LookUp): string {
  const authority = renderHost(template, lookUp)
  const path = template.path.map((segment) => `/${renderSegment(segment, lookUp)}`).join('')
  const query = template.query && renderPairs(template.query, lookUp, percentEncode, escapeStray)
  const fragment = template.fragment && renderParts(template.fragment, lookUp, percentEncode, escapeStray)
  const text = `${template.scheme}//${authority}${path}${query ? `?${query}` : ''}${fragment ? `#${fragment}` : ''}`

  // The last word has the parser that HTTP clients use.
  const origin = new URL(`${template.scheme}//${authority}/`)
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || url.protocol !== template.scheme || url.host !== origin.host || url.username || url.password)
    throw invalid('The parameters do not make a valid URL.')
  return url.href
}

const percentEncode = ({ text }: PlaceholderValue): string => encodeURIComponent(text.toWellFormed())

/** A literal `%` that encodes nothing must not become an encoding together with what follows it. */
const escapeStray = (literal: string): string => literal.replace(/%(?![0-9a-fA-F]{2})/g, '%25')

function renderSegment(segment: TemplatePart[], lookUp: LookUp): string {
  const text = renderRequired(segment, lookUp, percentEncode, "the URL's path", escapeStray)
  if (namesIn(segment).length === 0) return text
  // `DELETE /items/{id}` must not become `DELETE /items/`.
  if (text === '') throw invalid(`${labelsOf(segment, lookUp)} is empty, and the URL's path needs a value.`)
  if (isDotSegment(text))
    throw invalid(
      `${labelsOf(segment, lookUp)} would make a path segment "." or "..", which leads to another path.`,
    )
  return text
}

/** Whether a segment means "this" or "the parent folder" once decoded, however often and in whichever way. */
function isDotSegment(segment: string): boolean {
  let decoded = segment
  for (;;) {
    const next = decoded.replace(/%(25)+/g, '%').replace(/%2e|%c0%ae|%e0%80%ae|%u002e/gi, '.')
    if (next === decoded) return decoded === '.' || decoded === '..'
    decoded = next
  }
}

const HOST_NAME = /^[\p{L}\p{M}\p{N}_-]+(\.[\p{L}\p{M}\p{N}_-]+)*\.?$/u

function renderHost({ scheme, host }: UrlTemplate, lookUp: LookUp): string {
  if ('literal' in host) return host.literal
  const value = lookUp(host.placeholder)
  if (value === null) throw invalid(`'${host.placeholder}' has no value, and the URL's host needs it.`)
  const authority = parseAuthority(value.text)
  if (!authority || !URL.canParse(`${scheme}//${authority.name}${authority.port}/`))
    throw invalid(
      `${value.label} stands for the host and must be a host name or an IP address, with an optional port.`,
    )
  if (host.port === null) return authority.name + authority.port
  if (authority.port) throw invalid(`${value.label} must have no port: the action's URL names one.`)
  return `${authority.name}:${host.port}`
}

/** `name`, `name:port`, an IPv4 address, or an IPv6 address with or without brackets. */
function parseAuthority(text: string): { name: string; port: string } | null {
  if (/^[0-9a-f.:]+$/i.test(text) && text.split(':').length > 2) return { name: `[${text}]`, port: '' }
  const [, name = '', port = ''] = /^(\[[0-9a-f:.]+\]|[^:]*)(:\d{1,5})?$/iu.exec(text) ?? []
  return name.startsWith('[') || HOST_NAME.test(name) ? { name, port } : null
}
