import { type Document, isRecord, type JsonObject, listOf, member, textOf } from './document.ts'

/** What a schema says that matters to a request, with its references followed and `allOf` put together. */
export interface SchemaView {
  type: 'string' | 'number' | 'boolean' | 'object' | 'array' | 'any'
  whole: boolean
  format: string
  description: string
  /** Undefined where there is none. */
  constant: unknown
  values: unknown[]
  fallback: unknown
  example: unknown
  minimum: unknown
  maximum: unknown
  readOnly: boolean
  deprecated: boolean
  properties: Map<string, unknown>
  required: Set<string>
  items: unknown
}

const DEEPEST = 8

/** @throws {Unusable} where a reference can't be followed */
export function viewOf(document: Document, schema: unknown, depth = 0): SchemaView {
  const own = schema === true || schema === undefined ? null : document.object(schema)
  const view = ownView(own)
  if (own === null || depth > DEEPEST) return view
  for (const part of listOf(own, 'allOf').slice(0, 50)) merge(view, viewOf(document, part, depth + 1))
  // Of several shapes the first one that says something is as good as any: a request has one.
  for (const key of ['oneOf', 'anyOf']) {
    const choice = listOf(own, key)
      .slice(0, 20)
      .map((part) => viewOf(document, part, depth + 1))
      .find(({ type }) => type !== 'any')
    if (choice) merge(view, choice)
  }
  return view
}

function ownView(schema: JsonObject | null): SchemaView {
  const values = listOf(schema, 'enum').filter((value) => value !== null)
  const constant = member(schema, 'const') ?? (values.length === 1 ? values[0] : undefined)
  const properties = member(schema, 'properties')
  const required = listOf(schema, 'required').filter((name): name is string => typeof name === 'string')
  const named = typeName(schema)
  const sample = constant ?? values[0]
  return {
    type: typeOf(named, schema, sample),
    whole: named === 'integer',
    format: textOf(schema, 'format'),
    description: textOf(schema, 'description') || textOf(schema, 'title'),
    constant,
    values,
    fallback: member(schema, 'default'),
    example: member(schema, 'example') ?? listOf(schema, 'examples')[0],
    minimum: member(schema, 'minimum'),
    maximum: member(schema, 'maximum'),
    readOnly: member(schema, 'readOnly') === true,
    deprecated: member(schema, 'deprecated') === true,
    properties: new Map(isRecord(properties) ? Object.entries(properties) : []),
    required: new Set(required),
    items: member(schema, 'items'),
  }
}

/** OpenAPI 3.1 has lists of types: `["string", "null"]`. */
function typeName(schema: JsonObject | null): string {
  const type = member(schema, 'type')
  return String((Array.isArray(type) ? type.find((name) => name !== 'null') : type) ?? '')
}

function typeOf(named: string, schema: JsonObject | null, sample: unknown): SchemaView['type'] {
  if (named === 'integer' || named === 'number') return 'number'
  if (named === 'string' || named === 'boolean' || named === 'object' || named === 'array') return named
  if (isRecord(member(schema, 'properties'))) return 'object'
  if (member(schema, 'items') !== undefined) return 'array'
  return typeof sample === 'number' || typeof sample === 'boolean' || typeof sample === 'string'
    ? (typeof sample as 'string')
    : 'any'
}

function merge(into: SchemaView, from: SchemaView): void {
  if (into.type === 'any') into.type = from.type
  into.whole ||= from.whole
  into.format ||= from.format
  into.description ||= from.description
  into.constant ??= from.constant
  if (into.values.length === 0) into.values = from.values
  into.fallback ??= from.fallback
  into.example ??= from.example
  into.minimum ??= from.minimum
  into.maximum ??= from.maximum
  into.readOnly ||= from.readOnly
  into.deprecated ||= from.deprecated
  into.items ??= from.items
  for (const [name, schema] of from.properties)
    if (!into.properties.has(name)) into.properties.set(name, schema)
  for (const name of from.required) into.required.add(name)
}

export const isScalar = ({ type }: SchemaView): boolean => type !== 'object' && type !== 'array'
