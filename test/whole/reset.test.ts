/*
 * A reset in Temporal makes a finished run go through its steps again: what only reads is read again, and a side effect
 * is not repeated, because the claim that was made before it is still there.
 */
import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import anyTest, { type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import type { Run } from '../../domain/run.ts'
import { AS_MANY_WAITING } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>

withStack(test, (_call, response) => void response.end('done'), AS_MANY_WAITING)

const pythonThatPosts = (url: string): string =>
  `import urllib.request\nurllib.request.urlopen(urllib.request.Request('${url}', method='POST', data=b'1')).read()\n`

for (const [what, actionOf, status, calls] of [
  ['a POST', (url: string) => ({ type: 'api_call', api_call: { method: 'POST', url } }), 'interrupted', 1],
  ['Python', (url: string) => ({ type: 'python', python: { code: pythonThatPosts(url) } }), 'interrupted', 1],
  ['a GET', (url: string) => ({ type: 'api_call', api_call: { method: 'GET', url } }), 'succeeded', 2],
] as const)
  test(`${what} whose finished run is reset in Temporal ends as ${status}, with ${calls} calls in all`, async (t) => {
    t.timeout(90_000)
    const { api, newGuru, target, errand } = t.context
    const guru = await newGuru()
    const path = `/${randomUUID()}`
    const { id } = await api.post<Action>(`/${guru}/actions`, {
      name: 'Refund',
      trigger: 'When asked',
      ...actionOf(`${target.url}${path}`),
    })
    const run = await api.post<Run>(`/${guru}/actions/${id}/trigger?wait=true`)
    t.is(run.status, 'succeeded')
    const connection = await Connection.connect({ address: errand.temporalAddress })
    t.teardown(() => connection.close())
    const client = new Client({ connection })
    const { events } = await client.workflow.getHandle(run.workflow_id).fetchHistory()
    const firstTask = events?.find((event) => event.workflowTaskCompletedEventAttributes)
    const { runId } = await client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: run.workflow_id },
      reason: 'a test of resets',
      workflowTaskFinishEventId: firstTask?.eventId ?? null,
      requestId: randomUUID(),
    })
    const again = await eventually('the reset run to end', async () => {
      const seen = await api.get<Run>(`/${guru}/runs/${run.id}`)
      return seen.finished_at !== null && seen.temporal_ui_url?.includes(runId) && seen
    })
    t.is(again.status, status)
    if (status === 'interrupted') t.regex(again.error?.message ?? '', /begun before.*not repeated/)
    t.is(target.calls.filter((call) => call.path === path).length, calls)
  })
