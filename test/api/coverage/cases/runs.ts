import { randomUUID } from 'node:crypto'
import type { Case, Cases } from '../cells.ts'

const ofEndedRun: Case = () => ({ body: {} })
const ofOpenRun: Case = async ({ newOpenRun }) => ({ params: { id: await newOpenRun() }, body: {} })

export const runs: Record<string, Cases> = {
  listRuns: { 200: ({ at }) => ({ query: { action_id: at['/{guru}/actions/'] ?? '', limit: '3' } }) },
  exportRuns: { 200: () => ({ query: { full: 'true' } }) },
  readRunStats: { 200: () => ({}) },
  readRun: { 200: () => ({}) },
  readArtifact: { 200: () => ({}) },
  cancelRun: { 202: ofOpenRun, 409: ofEndedRun },
  approveRun: { 202: ofOpenRun, 409: ofEndedRun },
  rejectRun: { 202: ofOpenRun, 409: ofEndedRun },
  rerunRun: {
    202: async ({ newRun }) => ({ params: { id: await newRun() }, body: {} }),
    200: async ({ newRun }) => ({ params: { id: await newRun() }, query: { wait: 'true' }, body: {} }),
    409: async ({ slug, manager, newRun }) => {
      const id = await newRun()
      const headers = { 'idempotency-key': randomUUID() }
      await manager.post(`/${slug}/runs/${id}/rerun`, {}, headers)
      return { params: { id }, body: { parameters: { order_id: 8 } }, headers }
    },
  },
}
