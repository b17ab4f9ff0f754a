/**
 * What an action has when it is read, besides its definition: ignored where an action is sent, so that what was read can
 * be sent back changed.
 */
export const READ_ONLY_FIELDS = [
  'id',
  'guru',
  'version',
  'disabled_reason',
  'created_at',
  'updated_at',
  'next_run_at',
  'warnings',
] as const
