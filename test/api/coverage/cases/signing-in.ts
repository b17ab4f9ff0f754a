import type { Case, Cases } from '../cells.ts'

/** What a page of another site has a browser send, with the cookie of somebody who is signed in. */
const fromAnotherSite: Case = async ({ newCookie, keys }) => ({
  key: null,
  headers: { cookie: await newCookie(keys.manage), 'sec-fetch-site': 'cross-site' },
})

export const signingIn: Record<string, Cases> = {
  signIn: {
    201: ({ keys }) => ({ body: { key: keys.manage } }),
    401: () => ({ body: { key: 'errand_wrong' } }),
    403: ({ keys }) => ({ body: { key: keys.manage }, headers: { 'sec-fetch-site': 'cross-site' } }),
  },
  signOut: { 204: () => ({}), 403: fromAnotherSite },
  readMe: { 200: () => ({}), 403: fromAnotherSite },
  createSignInToken: { 201: () => ({ body: {} }) },
  listTemplates: { 200: () => ({}), 403: fromAnotherSite },
  readInstallation: { 200: () => ({}), 403: fromAnotherSite },
}
