import { unusable } from '../problem.ts'
import { isCredentialName } from '../shared/credential-names.ts'
import { standsForOne } from '../shared/open-host.ts'
import { placeholderSegment } from '../shared/placeholder-text.ts'
import { isOpaque } from '../shared/token-shapes.ts'
import { singular, wordsOf } from '../shared/words.ts'
import { decoded, inText } from './credential-places.ts'
import type { Findings } from './findings.ts'
import type { Marks } from './marks.ts'

/** A URL in its parts, each of which may hold marks. */
export interface UrlParts {
  scheme: 'http' | 'https'
  user: string | null
  host: string
  port: string
  /** Without the slash before each. */
  path: string[]
  query: string | null
}

/**
 * Cuts a URL apart, as curl reads it, with the first of what its globs stand for.
 * @throws {Problem} `validation_failed` where it is none for HTTP
 */
export function cutUrl(given: string, marks: Marks, globbing: boolean, warnings: string[]): UrlParts {
  const text = (globbing ? firstOfGlobs(given, warnings) : given).trim().replace(/#[\s\S]*$/, '')
  const [, named] = /^([A-Za-z][A-Za-z0-9+.-]{0,20}):\/\//.exec(text) ?? []
  if (named && !/^https?$/i.test(named))
    throw unusable('command', 'has a URL that is not one of http or https')
  const rest = text.slice(named ? named.length + 3 : 0)
  const end = rest.search(/[/?\\]/)
  const authority = end < 0 ? rest : rest.slice(0, end)
  const at = authority.lastIndexOf('@')
  const [, host = '', port = ''] = /^([\s\S]*?)(:\d{1,5})?$/.exec(authority.slice(at + 1)) ?? []
  if (host === '') throw unusable('command', 'has a URL without a host')
  const [path = '', query = null] = end < 0 ? [] : splitOnce(rest.slice(end), '?')
  return {
    scheme: named ? (named.toLowerCase() as 'http' | 'https') : guessedScheme(host, port, marks, warnings),
    user: at < 0 ? null : decoded(authority.slice(0, at).replaceAll('+', '%2B')),
    host,
    port,
    path: path === '' ? [] : path.slice(1).split('/'),
    query: query === '' ? null : query,
  }
}

const splitOnce = (text: string, separator: string): [string, string?] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

function guessedScheme(host: string, port: string, marks: Marks, warnings: string[]): 'http' | 'https' {
  if (marks.has(host)) return 'https'
  if (/^(?:localhost|[\d.]+|\[.*\])$/.test(host) || (port !== '' && port !== ':443')) return 'http'
  warnings.push('The URL names no scheme: https was taken, where curl would take http.')
  return 'https'
}

/** `{a,b}` and `[1-3]` make curl send several requests. */
function firstOfGlobs(url: string, warnings: string[]): string {
  const first = url
    .replace(/\{([^{},]{0,200}),[^{}]{0,2000}\}/g, '$1')
    .replace(/\[(\d{1,9}|[A-Za-z])-(?:\d{1,9}|[A-Za-z])(?::\d{1,9})?\]/g, '$1')
  if (first !== url)
    warnings.push('The URL stands for several requests ({…} or […-…]): the first one was taken.')
  return first
}

/** Whether somebody has to put in their own host. */
export const isOpenHost = (host: string, marks: Marks): boolean =>
  marks.has(host) || /[<>{}%$]/.test(host) || host.split('.').some(standsForOne)

/** Hosts whose addresses let whoever knows them in. */
const WEBHOOK = /^(?:hooks?\.|webhooks?\.)|\.webhook\.office\.com$|^maker\.ifttt\.com$/i

/** Whether whoever knows the URL gets in by it. */
export const isWebhook = ({ host, path }: UrlParts): boolean =>
  WEBHOOK.test(host) ||
  (/(?:^|\.)discord(?:app)?\.com$/i.test(host) && path.includes('webhooks') && path.length > 3)

/** The path with secrets and parameters in the places of what varies, and is secret. */
export function pathWithPlaces(findings: Findings, url: UrlParts): string[] {
  const { host, path } = url
  const webhook = isWebhook(url)
  const secretAt = webhook ? path.findLastIndex((segment) => isWebhookKey(segment)) : -1
  return path.map((segment, at) => {
    if (at === secretAt) return findings.secret(segment, 'webhook key')
    return webhook ? inText(findings, segment) : segmentWithPlaces(findings, host, path, at)
  })
}

const isWebhookKey = (segment: string): boolean =>
  isOpaque(segment, 5) ||
  placeholderSegment(segment) !== null ||
  /^[\w-]{16,}$/.test(segment) ||
  segment.includes('\uFDD0')

function segmentWithPlaces(findings: Findings, host: string, path: string[], at: number): string {
  const segment = path[at] ?? ''
  if (host.toLowerCase() === 'api.telegram.org' && /^bot./.test(segment))
    return `bot${findings.secret(segment.slice(3), 'bot token')}`
  const [, core = segment, suffix = ''] = /^([\s\S]*?)(\.(?:json|xml|csv|txt|html))$/.exec(segment) ?? []
  const text = decoded(core.replaceAll('+', '%2B'))
  const stands = placeholderSegment(text)
  if (stands !== null)
    return place(findings, stands === 'value' ? idName(path, at) : idOf(stands, path, at)) + suffix
  // `<id>:cancel`, `{a},{b}`
  const inner = core.replace(
    /<([A-Za-z][\w -]{0,60})>|\{\{?([A-Za-z][\w-]{0,60})\}?\}/g,
    (_whole, angle, brace) => place(findings, idOf(wordsOf(angle ?? brace).join('_'), path, at)),
  )
  if (inner !== core) return inText(findings, inner) + suffix
  const found = inText(findings, core)
  if (found !== core || findings.marks.has(core)) return found + suffix
  if (findings.sweep(core) !== core) return segment
  return isId(text, path, at) ? identifier(findings, idName(path, at), text) + suffix : segment
}

const place = (findings: Findings, name: string): string =>
  isCredentialName(name) ? findings.secret(`{${name}}`, name) : findings.parameter(name)

/** A bare `id` is told of what. */
const idOf = (name: string, path: string[], at: number): string => (name === 'id' ? idName(path, at) : name)

function idName(path: string[], at: number): string {
  const before = path
    .slice(0, at)
    .findLast((segment) => /^[A-Za-z][A-Za-z_.-]{1,40}$/.test(segment) && !/^v\d/.test(segment))
  const word = singular(wordsOf(before ?? '').at(-1) ?? '')
  return word === '' || word === 'id' ? 'id' : `${word}_id`
}

/** What nobody writes as a name: numbers, UUIDs, and letters mixed with digits. */
function isId(text: string, path: string[], at: number): boolean {
  if (at === 0 || /^v\d+(?:\.\d+)*$/i.test(text)) return false
  if (/^\d{4}-\d{2}(?:-\d{2})?$/.test(text)) return false
  if (/^\d+$/.test(text)) return !/^v?\d$/.test(text) || /^[A-Za-z]{2,}s$/.test(path[at - 1] ?? '')
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)) return true
  if (/^[A-Z][A-Z0-9]{1,9}-\d+$/.test(text) || /^[A-Z][A-Z0-9]{7,}$/.test(text)) return /\d/.test(text)
  if (/^[a-z]{2,6}_[A-Za-z0-9_]{6,}$/.test(text)) return /\d/.test(text)
  return isOpaque(text, 12)
}

function identifier(findings: Findings, name: string, example: string): string {
  const number = /^[1-9]\d{0,14}$/.test(example)
  const shown = `, such as ${example}`
  const of = name.replace(/_?id$/, '').replaceAll('_', ' ')
  findings.warnings.push(
    `The path's ${name} became a parameter: it looks like the identifier of one ${of || 'thing'}.`,
  )
  return findings.parameter(name, {
    type: number ? 'number' : 'string',
    description: of === '' ? `The identifier${shown}` : `The id of the ${of}${shown}`,
  })
}
