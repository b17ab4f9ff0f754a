import type { Cases } from '../cells.ts'

export const auth: Record<string, Cases> = {
  signIn: {
    201: ({ keys }) => ({ body: { key: keys.chat } }),
    401: () => ({ body: { key: 'wrong' } }),
    403: ({ keys }) => ({ body: { key: keys.chat }, headers: { 'sec-fetch-site': 'cross-site' } }),
  },
  signOut: {
    204: () => ({}),
  },
  readMe: { 200: () => ({}) },
  createSignInToken: { 201: () => ({ body: {} }) },

  listAuditEvents: { 200: () => ({ query: { limit: '5' } }) },
  listAllAuditEvents: { 200: () => ({ query: { limit: '5' } }) },
}
