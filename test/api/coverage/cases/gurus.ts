import { randomUUID } from 'node:crypto'
import type { Cases } from '../cells.ts'

const newSlug = () => `made-${randomUUID().slice(0, 13)}`

export const gurus: Record<string, Cases> = {
  readOpenApi: { 200: () => ({}) },
  readDocs: { 200: () => ({}) },
  readDocsFile: { 200: () => ({}) },
  listTemplates: { 200: () => ({}) },
  readLiveness: { 200: () => ({}) },
  readMetrics: { 200: () => ({}) },
  readReadiness: { 200: () => ({}) },

  listGurus: { 200: () => ({}) },
  createGuru: {
    201: ({ word }) => ({ body: { slug: newSlug(), name: word } }),
    409: ({ slug }) => ({ body: { slug } }),
  },
  readGuru: { 200: () => ({}) },
  changeGuru: { 200: () => ({ body: { action_limit: 200 } }) },
  deleteGuru: {
    204: async ({ admin }) => {
      const slug = newSlug()
      await admin.post('/gurus', { slug })
      return { params: { guru: slug } }
    },
  },

  listAuditEvents: { 200: () => ({ query: { limit: '5' } }) },
  listAllAuditEvents: { 200: () => ({ query: { limit: '5' } }) },

  listKeys: { 200: () => ({}) },
  createKey: { 201: ({ word }) => ({ body: { name: word, role: 'chat' } }) },
  revokeKey: { 204: async ({ newKey }) => ({ params: { id: (await newKey()).id } }) },
}
