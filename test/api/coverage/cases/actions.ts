import { randomUUID } from 'node:crypto'
import type { Case, Cases } from '../cells.ts'
import { actionOf, ORDER_QUESTION, type Scene } from '../scene.ts'

/** One of the scene's own kind, with a name that is free. */
const fresh = ({ word }: Scene, changes: Record<string, unknown> = {}) => ({
  ...actionOf(word, 'http://127.0.0.1:9'),
  name: `Fresh ${randomUUID()}`,
  ...changes,
})
const disabled: Case = async ({ newAction }) => ({
  params: { id: await newAction({ enabled: false }) },
  body: {},
})
const missingSecret = { secrets: ['NOT_THERE'] }
const waiting = { requires_approval: true }
/** A name that another action has. */
const taken = async ({ slug, manager, at }: Scene) =>
  (await manager.get<{ name: string }>(`/${slug}/actions/${at['/{guru}/actions/']}`)).name

export const actions: Record<string, Cases> = {
  listActions: { 200: () => ({}) },
  createAction: {
    201: (scene) => ({ body: fresh(scene) }),
    409: async (scene) => ({ body: fresh(scene, { name: await taken(scene) }) }),
  },
  // Without a schedule, which has it change by itself.
  readAction: { 200: async ({ newAction }) => ({ params: { id: await newAction() } }) },
  replaceAction: {
    200: async (scene) => ({ params: { id: await scene.newAction() }, body: fresh(scene) }),
    409: async (scene) => ({
      params: { id: await scene.newAction() },
      body: fresh(scene, { name: await taken(scene) }),
    }),
  },
  changeAction: {
    200: async ({ newAction, word }) => ({ params: { id: await newAction() }, body: { description: word } }),
    409: async (scene) => ({
      params: { id: await scene.newAction() },
      body: { name: await taken(scene) },
    }),
  },
  deleteAction: { 204: async ({ newAction }) => ({ params: { id: await newAction() } }) },
  enableAction: {
    200: disabled,
    409: async ({ newAction }) => ({ params: { id: await newAction(missingSecret) } }),
  },
  disableAction: { 200: async ({ newAction }) => ({ params: { id: await newAction() } }) },

  triggerAction: {
    202: () => ({ body: { parameters: { order_id: 1 } } }),
    200: () => ({ body: {}, query: { wait: 'true' } }),
    409: disabled,
  },
  testAction: {
    200: (scene) => ({ body: { action: fresh(scene) } }),
    202: (scene) => ({ body: { action: fresh(scene, waiting) } }),
    409: (scene) => ({ body: { action: fresh(scene, missingSecret) } }),
  },
  matchQuestion: {
    200: ({ at }) => ({ body: { question: ORDER_QUESTION, session_id: at['/{guru}/sessions/'] } }),
  },

  adviseAction: { 200: () => ({ body: { name: 'Orders', trigger: 'orders' } }) },

  previewSchedule: { 200: () => ({ body: { enabled: true, cron: '0 9 * * *' } }) },
  readSchedule: { 200: () => ({}) },
  backfillSchedule: {
    202: () => ({ body: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' } }),
    409: async ({ newAction }) => ({
      params: { id: await newAction() },
      body: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
    }),
  },
}
