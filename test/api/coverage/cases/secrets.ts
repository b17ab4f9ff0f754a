import type { Cases } from '../cells.ts'

export const secrets: Record<string, Cases> = {
  listSecrets: { 200: () => ({}) },
  putSecret: {
    200: ({ word }) => ({ body: { value: `value-${word}` } }),
    201: ({ word }) => ({ params: { name: `NEW_${word}` }, body: { value: `value-${word}` } }),
    404: ({ keys }) => ({ params: { guru: 'missing' }, body: { value: 'long enough' }, key: keys.admin }),
    // The name of a parameter.
    409: () => ({ params: { name: 'order_id' }, body: { value: 'long enough' } }),
    412: ({ word }) => ({ body: { value: `value-${word}` }, headers: { 'if-none-match': '*' } }),
  },
  deleteSecret: {
    200: async ({ newSecret }) => ({ params: { name: await newSecret() } }),
  },
}
