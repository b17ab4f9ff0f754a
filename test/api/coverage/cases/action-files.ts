import { randomUUID } from 'node:crypto'
import type { Cases } from '../cells.ts'
import { actionOf, type Scene } from '../scene.ts'

const file = ({ word }: Scene, name = `Imported ${randomUUID()}`) => ({
  ...actionOf(word, 'http://127.0.0.1:9'),
  name,
})
const rename = ({ slug, manager }: Scene, id: string, name: string) =>
  manager.request('PATCH', `/${slug}/actions/${id}`, { name })

const documentOf = (word: string) => ({
  openapi: '3.1.0',
  info: { title: word, version: '1' },
  servers: [{ url: 'http://127.0.0.1:9' }],
  paths: { '/things': { get: { operationId: word, responses: { 200: { description: 'Things' } } } } },
})

export const actionFiles: Record<string, Cases> = {
  listActionVersions: { 200: () => ({ query: { limit: '2' } }) },
  restoreActionVersion: {
    200: async (scene) => {
      const id = await scene.newAction()
      await rename(scene, id, `Renamed ${randomUUID()}`)
      return { params: { id, n: '1' } }
    },
    201: async ({ slug, manager, newAction }) => {
      const id = await newAction()
      await manager.request('DELETE', `/${slug}/actions/${id}`)
      return { params: { id, n: '1' } }
    },
    // The name that it had is another's by now.
    409: async (scene) => {
      const name = `Wanted ${randomUUID()}`
      const id = await scene.newAction({ name })
      await rename(scene, id, `Renamed ${randomUUID()}`)
      await scene.newAction({ name })
      return { params: { id, n: '1' } }
    },
    // The secret that a placeholder of it names is gone.
    422: async (scene) => {
      const secret = await scene.newSecret()
      const url = `http://127.0.0.1:9/{${secret}}`
      const id = await scene.newAction({ api_call: { method: 'GET', url } })
      const { slug, manager } = scene
      await manager.request('PATCH', `/${slug}/actions/${id}`, { api_call: { url: 'http://127.0.0.1:9/' } })
      await manager.request('DELETE', `/${slug}/secrets/${secret}`)
      return { params: { id, n: '1' } }
    },
  },
  importCurl: { 200: ({ word }) => ({ body: { command: `curl http://127.0.0.1:9/${word}` } }) },
  importOpenApi: { 200: ({ word }) => ({ body: { document: documentOf(word) } }) },
  exportAction: { 200: () => ({}) },
  exportActions: { 200: () => ({}) },
  importActions: {
    201: (scene) => ({ body: file(scene) }),
    200: (scene) => ({ body: [file(scene)], query: { dry_run: 'true' } }),
    409: async (scene) => {
      const name = `Taken ${randomUUID()}`
      await scene.newAction({ name })
      return { body: { actions: [file(scene, name)] } }
    },
  },
}
