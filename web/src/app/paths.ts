/** The address of each page, in one place. */
const guru = (slug: string) => `/gurus/${encodeURIComponent(slug)}`

export const paths = {
  home: '/',
  signIn: '/sign-in',
  newGuru: '/gurus',
  actions: (slug: string) => `${guru(slug)}/actions`,
  /** The way from a template to a first answer. */
  start: (slug: string, template: string) =>
    `${guru(slug)}/actions?${new URLSearchParams({ start: template })}`,
  newAction: (slug: string) => `${guru(slug)}/actions/new`,
  action: (slug: string, id: string) => `${guru(slug)}/actions/${encodeURIComponent(id)}`,
  chat: (slug: string, session?: string) =>
    `${guru(slug)}/chat${session ? `/${encodeURIComponent(session)}` : ''}`,
  runs: (slug: string) => `${guru(slug)}/runs`,
  runsOf: (slug: string, action: string) =>
    `${guru(slug)}/runs?${new URLSearchParams({ action_id: action })}`,
  run: (slug: string, id: string) => `${guru(slug)}/runs/${encodeURIComponent(id)}`,
  secrets: (slug: string) => `${guru(slug)}/secrets`,
  /** The form for a new secret of that name. */
  addSecret: (slug: string, name: string) => `${guru(slug)}/secrets?${new URLSearchParams({ add: name })}`,
  keys: (slug: string) => `${guru(slug)}/keys`,
  audit: (slug: string) => `${guru(slug)}/audit`,
  settings: (slug: string) => `${guru(slug)}/settings`,
}
