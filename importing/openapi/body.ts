import { isCredentialName } from '../shared/credential-names.ts'
import { literalText } from '../shared/literal-text.ts'
import { type Document, isRecord, type JsonObject, member } from './document.ts'
import type { Field } from './field.ts'
import { isScalar, type SchemaView, viewOf } from './schema-view.ts'

/** What a body is made of. A field that is not chosen is left out, with the member that it stands in. */
export type BodyNode =
  | { kind: 'literal'; value: unknown }
  | { kind: 'field'; field: Field }
  | { kind: 'secret'; wire: string }
  | { kind: 'object'; members: [string, BodyNode][] }
  | { kind: 'array'; element: BodyNode }

export interface Body {
  type: 'json' | 'form' | 'multipart' | 'plain'
  contentType: string
  root: BodyNode
}

/** Collects what a body can't have. */
export interface BodyNotes {
  fields: Field[]
  leftOut: string[]
  byHand: string[]
}

const DEEPEST = 5

/** Null where the operation has no body, or none that can be made. @throws {Unusable} */
export function bodyOf(document: Document, operation: JsonObject, notes: BodyNotes): Body | null {
  const request = document.object(member(operation, 'requestBody'))
  const content = document.object(member(request, 'content'))
  if (!content) return null
  const chosen = chooseType(Object.keys(content))
  const needed = member(request, 'required') === true
  if (!chosen) {
    if (needed) notes.byHand.push('the body, whose type can not be made of parameters')
    return null
  }
  const media = document.object(content[chosen.contentType])
  const view = viewOf(document, member(media, 'schema'))
  view.example ??= member(media, 'example')
  const root =
    chosen.type === 'plain'
      ? field(['body'], view, needed, notes)
      : nodeOf(document, view, [], true, chosen.type, notes)
  if (root === null || (root.kind === 'object' && root.members.length === 0 && !needed)) return null
  return { ...chosen, root }
}

function chooseType(types: string[]): Pick<Body, 'type' | 'contentType'> | null {
  const find = (pattern: RegExp) => types.find((type) => pattern.test(type))
  const json = find(/^application\/json\b/i) ?? find(/^[\w.+-]+\/(?:[\w.+-]*\+)?json\b/i)
  if (json) return { type: 'json', contentType: json.split(';')[0] ?? json }
  const form = find(/^application\/x-www-form-urlencoded\b/i)
  if (form) return { type: 'form', contentType: 'application/x-www-form-urlencoded' }
  if (find(/^\*\/\*$|^application\/\*$/)) return { type: 'json', contentType: 'application/json' }
  const multipart = find(/^multipart\/form-data\b/i)
  if (multipart) return { type: 'multipart', contentType: 'multipart/form-data; boundary=part-of-this-form' }
  const plain = find(/^text\/[\w.+-]+/i)
  return plain ? { type: 'plain', contentType: plain.split(';')[0] ?? plain } : null
}

function nodeOf(
  document: Document,
  view: SchemaView,
  wire: string[],
  required: boolean,
  type: Body['type'],
  notes: BodyNotes,
): BodyNode | null {
  const name = wire.join('.') || 'the body'
  if (view.readOnly || (view.deprecated && !required)) return null
  if (view.constant !== undefined) return required ? { kind: 'literal', value: view.constant } : null
  if (isScalar(view)) return scalarNode(view, wire, required, notes)
  // What is optional and has parts can't be left out as a whole where its parts are absent, in JSON at least.
  if (!required && type !== 'form') return skip(name, notes)
  if (view.type === 'array') {
    const items = viewOf(document, view.items)
    if (!isScalar(items)) return required ? byHand(view, name, [], notes) : skip(name, notes)
    const description = `${view.description || items.description} One value.`.trim()
    const element = field(wire, { ...items, description, example: items.example }, required, notes)
    return type === 'json' ? { kind: 'array', element } : element
  }
  if (wire.length >= (required ? DEEPEST : 2))
    return required ? byHand(view, name, {}, notes) : skip(name, notes)
  if (view.properties.size === 0)
    return required && wire.length > 0 ? byHand(view, name, {}, notes) : emptyNode(view, name, notes)
  const members: [string, BodyNode][] = []
  for (const [called, schema] of [...view.properties].slice(0, 300)) {
    const node = nodeOf(
      document,
      viewOf(document, schema),
      [...wire, called],
      required && view.required.has(called),
      type,
      notes,
    )
    if (node) members.push([called, node])
  }
  return { kind: 'object', members }
}

function scalarNode(view: SchemaView, wire: string[], required: boolean, notes: BodyNotes): BodyNode | null {
  const name = wire.at(-1) ?? ''
  if (/^(?:binary|byte)$/.test(view.format)) {
    if (required) notes.byHand.push(`${wire.join('.') || 'the body'}, which is a file`)
    return null
  }
  // A credential is set once; whoever talks to an assistant should not have to say it.
  if (isCredentialName(name) && view.type === 'string')
    return required ? { kind: 'secret', wire: name } : skip(wire.join('.'), notes)
  return field(wire, view, required, notes)
}

function field(
  wire: string[],
  view: SchemaView,
  required: boolean,
  notes: BodyNotes,
): BodyNode & { kind: 'field' } {
  const made: Field = {
    wire: wire.length > 0 ? wire : ['body'],
    place: 'body',
    required,
    description: '',
    view,
    name: null,
  }
  notes.fields.push(made)
  return { kind: 'field', field: made }
}

function skip(name: string, notes: BodyNotes): null {
  notes.leftOut.push(name)
  return null
}

/** A value that has to be there, and that no parameter can hold. */
function byHand(view: SchemaView, name: string, otherwise: unknown, notes: BodyNotes): BodyNode {
  notes.byHand.push(name)
  const sample = view.example ?? view.fallback
  const fits = view.type === 'array' ? Array.isArray(sample) : isRecord(sample)
  return { kind: 'literal', value: fits && JSON.stringify(sample).length < 5_000 ? sample : otherwise }
}

const emptyNode = (view: SchemaView, name: string, notes: BodyNotes): BodyNode =>
  view.example === undefined ? { kind: 'object', members: [] } : byHand(view, name, {}, notes)

/** The template of a body, with `secret` giving the name of a secret for what it is called. */
export function bodyTemplate({ type, root }: Body, secret: (wire: string) => string): string | null {
  switch (type) {
    case 'json':
      return jsonOf(root, secret)
    case 'form':
      return pairsOf(root, [], secret)
        .map(([name, value]) => `${name}=${value}`)
        .join('&')
    case 'multipart':
      return partsOf(root, secret)
    case 'plain':
      return jsonOf(root, secret)
  }
}

const literalJson = (value: unknown): string => literalText(JSON.stringify(value), 'json') ?? ''

function jsonOf(node: BodyNode, secret: (wire: string) => string): string | null {
  switch (node.kind) {
    case 'literal':
      return literalJson(node.value)
    case 'field':
      return node.field.name === null ? null : `{${node.field.name}}`
    case 'secret':
      return `"{${secret(node.wire)}}"`
    case 'array': {
      const element = jsonOf(node.element, secret)
      return element === null ? null : `[${element}]`
    }
    case 'object': {
      const members = node.members.flatMap(([name, value]) => {
        const text = jsonOf(value, secret)
        return text === null ? [] : [`${literalJson(name)}: ${text}`]
      })
      return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
    }
  }
}

const formText = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1)

/** `address[city]=…`, as services that take nested forms read it. */
function pairsOf(node: BodyNode, wire: string[], secret: (wire: string) => string): [string, string][] {
  const [first = 'body', ...inner] = wire
  const name = formText(first + inner.map((part) => `[${part}]`).join(''))
  switch (node.kind) {
    case 'literal':
      return [[name, formText(typeof node.value === 'string' ? node.value : JSON.stringify(node.value))]]
    case 'field':
      return node.field.name === null ? [] : [[name, `{${node.field.name}}`]]
    case 'secret':
      return [[name, `{${secret(node.wire)}}`]]
    case 'array':
      return pairsOf(node.element, wire, secret)
    case 'object':
      return node.members.flatMap(([called, value]) => pairsOf(value, [...wire, called], secret))
  }
}

/** A part of `multipart/form-data` can't be left out, so all of them are required. */
function partsOf(root: BodyNode, secret: (wire: string) => string): string {
  const parts = pairsOf(root, [], secret).map(
    ([name, value]) =>
      `--part-of-this-form\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return `${parts.join('')}--part-of-this-form--\r\n`
}
