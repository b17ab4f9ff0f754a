// What the compiler knows of calls by the typed client: `npm run check` holds it, nothing here is run.
import { expectTypeOf } from 'expect-type'
import type { AnswerBody, ErrandClient, Problem, RequestBody } from '../../client/index.ts'
import type { Run } from '../../domain/run.ts'

const guru = 'acme'

export async function answersHaveTheirTypes(client: ErrandClient): Promise<void> {
  const path = { guru, id: 'x' }
  const list = await client.GET('/api/v1/{guru}/runs', {
    params: { path: { guru }, query: { limit: 5, status: 'failed' } },
  })
  if (list.data) expectTypeOf(list.data).toEqualTypeOf<{ runs: Run[]; next_cursor: string | null }>()
  else expectTypeOf(list.error).toEqualTypeOf<Problem>()

  const run = await client.GET('/api/v1/{guru}/runs/{id}', { params: { path } })
  expectTypeOf(run.data).toEqualTypeOf<Run | undefined>()

  const key = await client.POST('/api/v1/gurus/{guru}/keys', {
    params: { path: { guru } },
    body: { name: 'widget' },
  })
  expectTypeOf(key.data?.key).toEqualTypeOf<string | undefined>()

  const changed = await client.PATCH('/api/v1/{guru}/actions/{id}', {
    params: { path },
    body: { timeout_seconds: 10, description: null, api_call: { method: 'POST' } },
  })
  expectTypeOf(changed.data?.version).toEqualTypeOf<number | undefined>()

  const gone = await client.DELETE('/api/v1/gurus/{guru}', { params: { path: { guru } } })
  expectTypeOf(gone.data).toEqualTypeOf<undefined>()

  const asked = await client.POST('/api/v1/{guru}/answer', {
    params: { path: { guru }, header: { 'idempotency-key': 'once' } },
    body: { question: 'Where is my order?' },
  })
  expectTypeOf(asked.data?.content).toEqualTypeOf<string | undefined>()

  const ready = await client.GET('/readyz')
  expectTypeOf(ready.data?.status).toEqualTypeOf<'ready' | undefined>()
  expectTypeOf<AnswerBody<'readRun', 200>>().toEqualTypeOf<Run>()
  expectTypeOf<RequestBody<'createKey'>>().toEqualTypeOf<{ name: string; role?: 'manage' | 'chat' }>()
}

export async function wrongCallsDoNotCompile(client: ErrandClient): Promise<void> {
  // @ts-expect-error There is no such path.
  await client.GET('/api/v1/{guru}/nothing', { params: { path: { guru } } })
  // @ts-expect-error A path without a prefix is none of the document's.
  await client.GET('/gurus')
  // @ts-expect-error The path has no such method.
  await client.PATCH('/api/v1/{guru}/runs', { params: { path: { guru } } })
  // @ts-expect-error The guru is missing.
  await client.GET('/api/v1/{guru}/runs/{id}', { params: { path: { id: 'x' } } })
  // @ts-expect-error The path's parts are missing.
  await client.GET('/api/v1/{guru}/runs')
  // @ts-expect-error There is no such status.
  await client.GET('/api/v1/{guru}/runs', { params: { path: { guru }, query: { status: 'done' } } })
  // @ts-expect-error A body is needed.
  await client.POST('/api/v1/gurus', {})
  // @ts-expect-error The slug is missing.
  await client.POST('/api/v1/gurus', { body: { name: 'Acme' } })
  // @ts-expect-error A question is text.
  await client.POST('/api/v1/{guru}/answer', { params: { path: { guru } }, body: { question: 7 } })

  const { data } = await client.GET('/api/v1/{guru}/runs/{id}', { params: { path: { guru, id: 'x' } } })
  // @ts-expect-error A run has no such field.
  data?.result
}
