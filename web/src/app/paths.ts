/** The address of each page, in one place. */
const guru = (slug: string) => `/gurus/${encodeURIComponent(slug)}`

export const paths = {
  home: '/',
  signIn: '/sign-in',
  newGuru: '/gurus',
  actions: (slug: string) => `${guru(slug)}/actions`,
  newAction: (slug: string) => `${guru(slug)}/actions/new`,
  action: (slug: string, id: string) => `${guru(slug)}/actions/${encodeURIComponent(id)}`,
  chat: (slug: string, session?: string) =>
    `${guru(slug)}/chat${session ? `/${encodeURIComponent(session)}` : ''}`,
  runs: (slug: string) => `${guru(slug)}/runs`,
  run: (slug: string, id: string) => `${guru(slug)}/runs/${encodeURIComponent(id)}`,
  secrets: (slug: string) => `${guru(slug)}/secrets`,
  keys: (slug: string) => `${guru(slug)}/keys`,
  audit: (slug: string) => `${guru(slug)}/audit`,
  settings: (slug: string) => `${guru(slug)}/settings`,
}
