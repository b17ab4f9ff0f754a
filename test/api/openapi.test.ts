/*
 * The OpenAPI document is valid, lints clean, and says of each thing what it is. That what it says is true is held by
 * coverage.test.ts, and by every test that fetches anything.
 */
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Validator } from '@seriousme/openapi-schema-validator'
import test from 'ava'
import { contract } from '../../api/contract/index.ts'
import type { Operation } from '../../api/contract/operation.ts'
import { TAGS } from '../../api/openapi/about.ts'
import { openApiDocument } from '../../api/openapi/document.ts'

const operations: Operation[] = Object.values(contract)
const text = JSON.stringify(openApiDocument(operations))

/** A schema as JSON. */
interface Schema {
  description?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  additionalProperties?: Schema | boolean
  $ref?: string
}

const document: {
  paths: Record<string, Record<string, { parameters?: Parameter[]; requestBody?: { content: Bodies } }>>
  components: { schemas: Record<string, Schema> }
} = JSON.parse(text)

type Bodies = Record<string, { schema: Schema }>
interface Parameter {
  name?: string
  description?: string
  $ref?: string
}

test('the document is OpenAPI 3.1, by the schema of the specification', async (t) => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(JSON.parse(text))
  t.true(valid, JSON.stringify(errors))
  t.is(validator.version, '3.1')
})

test('a linter finds nothing in it', async (t) => {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      // A guru's slug stands where other paths have fixed words. Those are no slugs, and go first.
      'no-ambiguous-paths': 'off',
      // What is open to everybody and takes nothing refuses nothing.
      'operation-4xx-response': 'off',
      // Those of lines and events are named by x-item-schema, which it does not know.
      'no-unused-components': 'off',
    },
  })
  const problems = await lintFromString({ source: text, config })
  t.deepEqual(
    problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]),
    [],
  )
})

test('every operation has a summary without a full stop, a group that is explained, and an id of its own', (t) => {
  for (const [key, { id, summary, tag, description = '.' }] of Object.entries(contract) as [
    string,
    Operation,
  ][]) {
    t.is(id, key)
    t.regex(summary, /^[A-Z].{5,90}[^.]$/, id)
    t.truthy(TAGS[tag], `${id}: say in api/openapi/about.ts what ${tag} is`)
    t.regex(description, /\.$/, id)
  }
})

test('every parameter is described', (t) => {
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, { parameters = [] }] of Object.entries(item))
      for (const { $ref, name, description } of parameters)
        t.truthy($ref ?? description, `${method} ${path}: ${name} says nothing of itself`)
})

/** Names that say all there is to say, wherever they stand in a request. */
const CLEAR = new Set([
  ...['name', 'description', 'slug', 'enabled', 'question', 'value', 'comment', 'method', 'url', 'headers'],
  ...[
    'body',
    'code',
    'type',
    'required',
    'default',
    'timezone',
    'label',
    'python',
    'api_call',
    'schedule',
    'command',
    'document',
  ],
])

test('every field of a request says what it is, unless its name does', (t) => {
  const silent: string[] = []
  const look = (place: string, schema: Schema | boolean | undefined, seen: string[] = []): void => {
    if (typeof schema !== 'object') return
    const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(schema.$ref ?? '') ?? []
    if (name && !seen.includes(name)) look(place, document.components.schemas[name], [...seen, name])
    for (const [field, inner] of Object.entries(schema.properties ?? {})) {
      if (!inner.description && !inner.$ref && !CLEAR.has(field)) silent.push(`${place}: ${field}`)
      look(`${place}: ${field}`, inner, seen)
    }
    for (const inner of [
      schema.items,
      schema.additionalProperties,
      ...(schema.anyOf ?? []),
      ...(schema.oneOf ?? []),
    ])
      look(place, inner, seen)
  }
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, { requestBody }] of Object.entries(item))
      for (const { schema } of Object.values(requestBody?.content ?? {})) look(`${method} ${path}`, schema)
  t.deepEqual(silent, [])
})
