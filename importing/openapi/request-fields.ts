import { isCredentialHeader, isCredentialName } from '../shared/credential-names.ts'
import { wordsOf } from '../shared/words.ts'
import { type Document, type JsonObject, listOf, member, textOf, Unusable } from './document.ts'
import type { Field } from './field.ts'
import { isScalar, type SchemaView, viewOf } from './schema-view.ts'

/** What an operation takes apart from its body. */
export interface RequestFields {
  fields: Field[]
  /** Header and query parameters that are credentials. */
  credentials: { place: 'query' | 'header'; wire: string }[]
  leftOut: string[]
  byHand: string[]
}

/** OpenAPI says that these are told by other parts of the document. */
const TOLD_ELSEWHERE = /^(?:accept|content-type|authorization)$/i
const OWN_HEADERS =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*|accept-encoding)$/i

/** @throws {Unusable} where something that is required can't be read */
export function requestFields(
  document: Document,
  path: string,
  item: JsonObject,
  operation: JsonObject,
  signsIn: boolean,
): RequestFields {
  const read: RequestFields = { fields: [], credentials: [], leftOut: [], byHand: [] }
  const inPath = new Set(Array.from(path.matchAll(/\{([^{}/]+)\}/g), ([, name]) => name ?? ''))
  for (const parameter of parametersOf(document, item, operation, read)) {
    const wire = textOf(parameter, 'name')
    const place = textOf(parameter, 'in')
    const required = member(parameter, 'required') === true
    if (wire === '') continue
    if (place === 'path') {
      if (inPath.delete(wire)) read.fields.push(fieldOf(document, parameter, wire, 'path', true))
    } else if (place === 'header' || place === 'query') {
      if (place === 'header' && (TOLD_ELSEWHERE.test(wire) || OWN_HEADERS.test(wire))) continue
      const field = fieldOf(document, parameter, wire, place, required)
      const credential = place === 'header' ? isCredentialHeader(wire) : isCredentialName(wire)
      // `hide_secret` is true or false, and hides one.
      if (credential && (field.view.type === 'string' || field.view.type === 'any')) {
        if (required || !signsIn) read.credentials.push({ place, wire })
      } else addField(read, field, parameter)
    } else if (required) read.byHand.push(`the cookie ${wire}`)
  }
  // Names in the path that nothing describes.
  for (const wire of inPath) read.fields.push(fieldOf(document, null, wire, 'path', true))
  return read
}

/** The operation's own replace the path's of the same name and place. */
function parametersOf(
  document: Document,
  item: JsonObject,
  operation: JsonObject,
  read: RequestFields,
): JsonObject[] {
  const parameters = new Map<string, JsonObject>()
  for (const given of [...listOf(item, 'parameters'), ...listOf(operation, 'parameters')].slice(0, 500)) {
    try {
      const parameter = document.object(given)
      if (parameter) parameters.set(`${textOf(parameter, 'in')} ${textOf(parameter, 'name')}`, parameter)
    } catch (error) {
      if (!(error instanceof Unusable)) throw error
      read.leftOut.push(`a parameter, because ${error.message}`)
    }
  }
  return [...parameters.values()]
}

function addField(read: RequestFields, field: Field, parameter: JsonObject): void {
  const { view } = field
  const [wire = ''] = field.wire
  if (view.deprecated && !field.required) return
  if (isScalar(view) || (view.type === 'array' && member(parameter, 'style') !== 'deepObject'))
    read.fields.push(field)
  else if (field.required) read.byHand.push(wire)
  else read.leftOut.push(wire)
}

function fieldOf(
  document: Document,
  parameter: JsonObject | null,
  wire: string,
  place: Field['place'],
  required: boolean,
): Field {
  const content = document.object(member(parameter, 'content'))
  const media = content && document.object(Object.values(content)[0])
  const view = viewOf(document, member(parameter, 'schema') ?? member(media, 'schema'))
  view.example = member(parameter, 'example') ?? view.example
  view.deprecated ||= member(parameter, 'deprecated') === true
  const said = textOf(parameter, 'description')
  const several = view.type === 'array' ? severalWords(document, view, parameter, place) : ''
  return {
    wire: [wire],
    place,
    required,
    description: several === '' ? said : `${said || `The ${wordsOf(wire).join(' ')}`}${several}`,
    view,
    name: null,
  }
}

/** A list is text to a parameter: its values between commas, or one of them. */
function severalWords(
  document: Document,
  view: SchemaView,
  parameter: JsonObject | null,
  place: Field['place'],
): string {
  const items = viewOf(document, view.items)
  if (view.values.length === 0) view.values = items.values
  view.example = undefined
  view.fallback = undefined
  const each =
    place === 'query' &&
    textOf(parameter, 'style') !== 'pipeDelimited' &&
    member(parameter, 'explode') !== false
  return each ? ' (one value)' : ' (several values are separated by commas)'
}
