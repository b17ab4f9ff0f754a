export const keys = {
  title: 'Keys',
  intro:
    'Programs and colleagues use this guru with a key of their own. A key can be revoked at any time without touching the others.',
  create: 'New key',
  empty: {
    title: 'No keys yet',
    text: 'Give one to a chat front end, a script, or a colleague who signs in here.',
  },
  name: 'Name',
  nameHint: 'Who or what will use it, such as "Help centre widget".',
  role: 'Role',
  roles: {
    chat: { label: 'Chat', hint: 'Asks questions, and reads its own conversations. Nothing else.' },
    manage: {
      label: 'Manage',
      hint: 'Everything within this guru: actions, secrets, history, approvals.',
    },
  },
  columns: {
    name: 'Name',
    role: 'Role',
    hint: 'Begins with',
    created: 'Created',
    lastUsed: 'Last used',
    menu: 'Revoke',
  },
  neverUsed: 'never',
  submit: 'Create key',
  made: {
    title: 'The key is ready',
    text: 'Copy it now: it is not shown again. Whoever has it can use this guru.',
    key: 'Key',
    done: 'I have copied it',
  },
  revoke: (name: string) => `Revoke ${name}`,
  revokeTitle: 'Revoke this key?',
  revokeText: (name: string) =>
    `Whatever uses the key "${name}" is refused from the next moment on. This cannot be undone; a new key can be made at any time.`,
  revokeConfirm: 'Revoke key',
  revoked: (name: string) => `The key "${name}" opens nothing any more.`,
}
