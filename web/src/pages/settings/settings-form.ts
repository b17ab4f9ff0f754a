import type { UseFormReturnType } from '@mantine/form'
import type { Guru } from '../../api/gurus.ts'

export type Settings = Pick<
  Guru,
  'name' | 'description' | 'instructions' | 'action_limit' | 'mcp_for_chat' | 'pii'
>

export type SettingsForm = UseFormReturnType<Settings>

/** What can be set of a guru, without the rest of it. */
export const settingsOf = ({
  name,
  description,
  instructions,
  action_limit,
  mcp_for_chat,
  pii,
}: Guru): Settings => ({ name, description, instructions, action_limit, mcp_for_chat, pii })
