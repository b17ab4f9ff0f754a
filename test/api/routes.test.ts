/*
 * Three things agree: the routes that clients were promised, those that a running Errand takes, and those that its OpenAPI
 * document has.
 */
import anyTest, { type TestFn } from 'ava'
import { type StackContext, withStack } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_request, response) => {
  response.end()
})

/** Other people's clients use them: a line that goes, or changes, breaks these clients. */
const PROMISED = `
  GET POST /api/v1/gurus
  GET PATCH DELETE /api/v1/gurus/{}
  GET POST /api/v1/gurus/{}/keys
  DELETE /api/v1/gurus/{}/keys/{}
  GET POST /api/v1/{}/actions
  GET PUT PATCH DELETE /api/v1/{}/actions/{}
  POST /api/v1/{}/actions/{}/enable
  POST /api/v1/{}/actions/{}/disable
  POST /api/v1/{}/actions/{}/trigger
  GET /api/v1/{}/actions/{}/export
  POST /api/v1/{}/actions/import
  POST /api/v1/{}/actions/import/curl
  POST /api/v1/{}/actions/import/openapi
  GET /api/v1/{}/actions/{}/versions
  POST /api/v1/{}/actions/{}/versions/{}/restore
  POST /api/v1/{}/actions/test
  POST /api/v1/{}/actions/match
  GET /api/v1/{}/secrets
  PUT DELETE /api/v1/{}/secrets/{}
  POST /api/v1/{}/answer
  GET /api/v1/{}/sessions/{}
  GET /api/v1/{}/runs
  GET /api/v1/{}/runs/{}
  GET /api/v1/{}/runs/{}/artifacts/{}
  GET /api/v1/templates
  POST /api/v1/{}/runs/{}/cancel
  POST /api/v1/{}/runs/{}/rerun
  POST /api/v1/{}/runs/{}/approve
  POST /api/v1/{}/runs/{}/reject
  GET /api/v1/{}/audit
  GET /api/v1/openapi.json
  GET /api/v1/docs
  GET /healthz
  GET /readyz
  GET /metrics
`

/** What there is beside them. */
const MORE = `
  GET /api/v1/docs/{}
  GET /api/v1/{}/actions/export
  POST DELETE /api/v1/auth/session
  POST /api/v1/auth/sign-in-tokens
  GET /api/v1/me
  GET /api/v1/installation
  GET /api/v1/audit
  GET /api/v1/{}/answer/{}/events
  GET /api/v1/{}/sessions
  DELETE /api/v1/{}/sessions/{}
  GET /api/v1/{}/runs/export
  GET /api/v1/{}/runs/stats
  POST /api/v1/{}/actions/advice
  POST /api/v1/{}/actions/schedule/preview
  GET /api/v1/{}/actions/{}/schedule
  POST /api/v1/{}/actions/{}/schedule/backfill
`

/** `METHOD /path` for each, sorted. */
const routesOf = (table: string): string[] =>
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const words = line.trim().split(' ')
      return words.slice(0, -1).map((method) => `${method} ${words.at(-1)}`)
    })
    .sort()

const written = routesOf(PROMISED + MORE.trimStart())

interface Document {
  paths: Record<string, Record<string, unknown>>
}

async function documented({ errand }: StackContext): Promise<Document['paths']> {
  const response = await fetch(`${errand.url}/api/v1/openapi.json`)
  return ((await response.json()) as Document).paths
}

test('the document has every route that was promised, and no other', async (t) => {
  const paths = await documented(t.context)
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '{}')}`),
  )
  t.deepEqual(routes.sort(), written)
})

test('each path takes the methods that the document has, and says so of any other', async (t) => {
  const { errand } = t.context
  const taken: string[] = []
  for (const [path, item] of Object.entries(await documented(t.context))) {
    const response = await fetch(errand.url + path.replaceAll(/\{\w+\}/g, 'some'), {
      // One that nothing takes.
      method: 'PROPFIND',
      headers: { 'x-api-key': errand.adminKey },
    })
    t.is(response.status, 405, path)
    t.is(((await response.json()) as { type: string }).type, 'urn:errand:problem:method_not_allowed')
    const allowed = (response.headers.get('allow') ?? '').split(', ')
    const methods = Object.keys(item).map((method) => method.toUpperCase())
    t.deepEqual(allowed.toSorted(), [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].sort(), path)
    taken.push(...methods.map((method) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`))
  }
  t.deepEqual(taken.sort(), written)
})

test('what is not there is a 404 to those who have a key, and a 401 to anybody else', async (t) => {
  const { errand, newGuru } = t.context
  const guru = await newGuru()
  for (const path of ['/api/v1', '/api/v1/nothing', `/api/v1/${guru}/nothing`, `/api/v1/${guru}/runs/a/b`]) {
    const unknown = await fetch(errand.url + path)
    t.is(unknown.status, 401, path)
    const known = await fetch(errand.url + path, { headers: { 'x-api-key': errand.adminKey } })
    t.is(known.status, 404, path)
    t.is(known.headers.get('content-type'), 'application/problem+json; charset=utf-8')
  }
  t.is((await fetch(`${errand.url}/nothing`)).status, 404)
})

test('a wrong method tells nobody without a key anything', async (t) => {
  const { errand } = t.context
  const response = await fetch(`${errand.url}/api/v1/gurus`, { method: 'PUT' })
  t.is(response.status, 401)
  t.is(response.headers.get('allow'), null)
  t.is((await fetch(`${errand.url}/healthz`, { method: 'POST' })).status, 405)
})
