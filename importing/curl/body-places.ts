import { parsePairs } from '../../domain/template-url.ts'
import { isCredentialName } from '../shared/credential-names.ts'
import { placeholderText } from '../shared/placeholder-text.ts'
import { inText, namedValue } from './credential-places.ts'
import type { Findings } from './findings.ts'

/** `a=1&b=2` with secrets and parameters in their places. */
export function pairsWithPlaces(findings: Findings, text: string): string {
  return parsePairs([{ literal: text }])
    .map(({ name, value }) => {
      const called = literalOf(name)
      if (value === null) return inText(findings, called)
      return `${inText(findings, called)}=${inText(findings, namedValue(findings, lastName(called), literalOf(value)))}`
    })
    .join('&')
}

const literalOf = (parts: { literal: string }[] | unknown[]): string =>
  (parts as { literal: string }[]).map(({ literal }) => literal).join('')

/** Of `card[number]` it is `number`; of `items[]`, `items`. */
const lastName = (name: string): string =>
  name
    .replaceAll('%5B', '[')
    .replaceAll('%5D', ']')
    .match(/[^[\]]+/g)
    ?.at(-1) ?? name

/** A string without an end goes to the end of the text: else each of its quotes would be tried as a beginning. */
const JSON_PIECE = /"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|[{}[\]:,]|[^\s"{}[\]:,]+/g

/**
 * JSON text with secrets and parameters in their places, the rest as it was. Only its strings are looked at, so lines
 * of JSON, and JSON with a mistake in it, are read as well.
 */
export function jsonWithPlaces(findings: Findings, text: string): string {
  const names: string[] = []
  let changed = ''
  let from = 0
  let name = ''
  let depth = 0
  for (const match of text.matchAll(JSON_PIECE)) {
    const [piece] = match
    const end = match.index + piece.length
    if (piece === '{' || piece === '[') names[depth++] = name
    else if (piece === '}' || piece === ']') depth = Math.max(0, depth - 1)
    else if (piece === ',' || piece === ':') continue
    else if (piece.startsWith('"') && /^\s{0,1000}:/.test(text.slice(end, end + 1001)))
      name = piece.slice(1, -1)
    else {
      const around = names.slice(Math.max(0, depth - 4), depth)
      changed += text.slice(from, match.index) + scalar(findings, piece, name, around)
      from = end
    }
  }
  return changed + text.slice(from)
}

function scalar(findings: Findings, piece: string, name: string, around: string[]): string {
  // `"password": { "value": "…" }`
  const credential = [name, ...around.toReversed()].find(isCredentialName)
  if (/^".*"$/s.test(piece)) {
    const content = piece.slice(1, -1)
    if (content === '') return piece
    if (credential !== undefined) return `"${findings.secret(content, credential)}"`
    // GraphQL's {viewer} is no placeholder.
    if (/^(?:query|mutation)$/i.test(name) && placeholderText(content) !== null) return piece
    return `"${inText(findings, namedValue(findings, name, content))}"`
  }
  const only = findings.marks.only(piece)
  if (only) {
    only.unquoted = true
    if (credential === undefined) findings.decideRest(only, name || 'value')
    else findings.decide(only, 'secret', credential)
    return piece
  }
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(piece)
  // Without quotes it is a number that somebody chose as a password, or a text that lost its quotes.
  if (
    credential !== undefined &&
    (isNumber ? isCredentialName(name) && piece.length > 2 : !/^(?:true|false|null)$/.test(piece))
  )
    return findings.secret(piece, credential)
  return inText(findings, piece)
}

const ELEMENT = /<([A-Za-z_][\w.:-]{0,80})((?:\s[^<>]{0,2000})?)>([^<>]*)(?=<\/)/g

/** XML, and any other text: elements that are called like credentials, and what looks like one. */
export function xmlWithPlaces(findings: Findings, text: string): string {
  const inElements = text.replace(ELEMENT, (_whole, name: string, attributes: string, content: string) => {
    const called = name.replace(/^.*:/, '')
    return `<${name}${attributes}>${namedValue(findings, called, content)}`
  })
  return inText(findings, inElements)
}

const PART = /(name="([^"\r\n]{0,200})"[^\r\n]*(?:\r\n[^\r\n]+)*\r\n\r\n)([\s\S]*?)(?=\r\n--)/g

/** The parts of a form. */
export const multipartWithPlaces = (findings: Findings, text: string): string =>
  text.replace(
    PART,
    (_whole, head: string, name: string, content: string) =>
      inText(findings, head) + inText(findings, namedValue(findings, lastName(name), content)),
  )
