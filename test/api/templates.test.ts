/*
 * The list of ready-made actions over HTTP.
 */
import anyTest, { type TestFn } from 'ava'
import type { Template } from '../../templates/catalogue.ts'
import { apiClient } from '../support/api-client.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, {}))

interface Listed {
  templates: Template[]
}

test('gives the templates to any key, of whatever role', async (t) => {
  const { api, errand, newGuru } = t.context
  const { templates } = await api.get<Listed>('/templates')
  t.is(templates.length, 10)
  const guru = await newGuru()
  for (const role of ['manage', 'chat']) {
    const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: role, role })
    const seen = await apiClient(errand.url, key).get<Listed>('/templates/')
    t.deepEqual(seen.templates, templates)
  }
})

test('gives them to nobody without a key', async (t) => {
  const { errand } = t.context
  t.is((await fetch(`${errand.url}/api/v1/templates`)).status, 401)
  t.is((await apiClient(errand.url, 'wrong').request('GET', '/templates')).status, 401)
})

test('there is nothing to change about them', async (t) => {
  const { api } = t.context
  t.is((await api.request('POST', '/templates', {})).status, 405)
  t.is((await api.request('GET', '/templates/refund-status')).status, 404)
})

test('each can be saved as it is into an empty guru, and enabled once its secrets are there', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const { templates } = await api.get<Listed>('/templates')
  for (const { slug, action, secrets } of templates) {
    const made = await api.request<{
      id: string
      enabled: boolean
      disabled_reason: string
      warnings: string[]
    }>('POST', `/${guru}/actions`, action)
    t.is(made.status, 201, slug)
    const { id, enabled, disabled_reason, warnings } = made.body
    t.false(enabled, slug)
    const needed = secrets.filter(({ required }) => required)
    for (const { name } of needed) t.true(disabled_reason.includes(name), `${slug}: ${name}`)
    t.is(warnings.length, 1, warnings.join())
    t.is((await api.request('POST', `/${guru}/actions/${id}/enable`)).status, 409)
    for (const { name, example, mask, allowed_hosts } of needed)
      await api.put(`/${guru}/secrets/${name}`, { value: example ?? 'made-up-for-this', mask, allowed_hosts })
    t.like((await api.request('POST', `/${guru}/actions/${id}/enable`)).body, { enabled: true }, slug)
    // The next one is to find the guru without secrets.
    for (const { name } of needed) await api.request('DELETE', `/${guru}/secrets/${name}`)
  }
  t.like(await api.get(`/${guru}/actions`), { used: 10 })
})
