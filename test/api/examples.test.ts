/*
 * The examples in the OpenAPI document: each fits the schema that it stands beside, the one that validates requests and
 * the one that clients read, and what people begin with has one.
 */
import test from 'ava'
import { contract } from '../../api/contract/index.ts'
import type { Operation } from '../../api/contract/operation.ts'
import { EXAMPLES, examplesOf } from '../../api/openapi/examples.ts'
import { document, pathOf, wrongBySchema } from '../support/contract/document.ts'

const operations: Operation[] = Object.values(contract)
const JSON_BODY = 'application/json'
type Content = Record<string, { example?: unknown }>

/** What the document has of an operation. */
const described = (operation: Operation) =>
  document.paths?.[pathOf(operation)]?.[operation.method] as unknown as {
    requestBody?: { content: Content }
    responses: Record<string, { content?: Content }>
  }

test('each example of a body is one that the operation takes, and stands in the document', (t) => {
  for (const operation of operations) {
    const { body } = examplesOf(operation.id)
    if (body === undefined) continue
    const parsed = operation.body?.safeParse(body)
    t.true(parsed?.success, `${operation.id}: ${parsed?.error?.message}`)
    t.deepEqual(described(operation).requestBody?.content[JSON_BODY]?.example, body)
    t.deepEqual(
      wrongBySchema(operation, ['requestBody', 'content', JSON_BODY, 'schema'], body),
      [],
      operation.id,
    )
  }
})

test('each example of an answer is one by its schema, and stands in the document', (t) => {
  for (const operation of operations)
    for (const [status, answer] of Object.entries(examplesOf(operation.id).answers ?? {})) {
      const place = `${operation.id} ${status}`
      const parsed = operation.answers[Number(status)]?.schema?.safeParse(answer)
      t.true(parsed?.success, `${place}: ${parsed?.error?.message}`)
      t.deepEqual(parsed?.data, answer, place)
      t.deepEqual(described(operation).responses[status]?.content?.[JSON_BODY]?.example, answer, place)
      const schema = ['responses', status, 'content', JSON_BODY, 'schema']
      t.deepEqual(wrongBySchema(operation, schema, answer), [], place)
    }
})

/** Of these, each body that is sent has an example, and so has each answer that is about one of them. */
const SHOWN = ['Gurus', 'Keys', 'Secrets', 'Actions']
/** A document of another API is an example of its own. */
const TOO_LARGE = ['importOpenApi']

test('gurus, keys, secrets and actions have an example of every body that is sent', (t) => {
  const shown = operations.filter(
    ({ tag, body, id }) => SHOWN.includes(tag) && body && !TOO_LARGE.includes(id),
  )
  t.true(shown.length > 10)
  const silent = shown.filter(({ id }) => examplesOf(id).body === undefined).map(({ id }) => id)
  t.deepEqual(silent, [])
})

test('every example is of an operation that is there', (t) => {
  t.deepEqual(
    Object.keys(EXAMPLES).filter((id) => !(id in contract)),
    [],
  )
})
