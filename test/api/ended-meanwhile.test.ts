/*
 * A run that ends between being read and being cancelled, approved or rejected: that is a conflict, and no error of
 * Errand's. Found by fuzzing; here the end is made sure of by asking Temporal's client directly.
 */
import { Client, Connection } from '@temporalio/client'
import anyTest, { type TestFn } from 'ava'
import { cancelRun, decideRun } from '../../api/temporal/control-run.ts'
import type { Run } from '../../domain/run.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }))

test('a run that has ended by the time its signal is sent is a conflict', async (t) => {
  const { api, errand, newGuru, target } = t.context
  const guru = await newGuru()
  const action = {
    name: 'Short',
    trigger: 'Never',
    type: 'api_call',
    api_call: { method: 'GET', url: target.url },
  }
  const { id } = await api.post<Run>(`/${guru}/actions/test`, { action })
  const connection = await Connection.connect({ address: errand.temporalAddress })
  t.teardown(() => connection.close())
  const temporal = {
    client: new Client({ connection }),
    namespace: 'default',
    soon: <T>(work: () => Promise<T>) => work(),
    close: async () => {},
  }
  const decision = { id: 'x', approved: true, by: 'admin', at: new Date().toISOString() }
  for (const signal of [() => cancelRun(temporal, id), () => decideRun(temporal, id, decision)])
    await t.throwsAsync(signal, { name: 'Problem', message: /has ended already/ })
})
