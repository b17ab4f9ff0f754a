import { Stack, Text } from '@mantine/core'
import { useId } from 'react'
import { useMe } from '../../api/me.ts'
import { type AnsweredAction, isOpen } from '../../api/sessions.ts'
import { texts } from '../../texts/en/index.ts'
import { OpenSource } from './open-source.tsx'
import { Source } from './source.tsx'
import { SourceFiles } from './source-files.tsx'

interface SourcesProps {
  guru: string
  session: string | undefined
  actions: AnsweredAction[]
}

/** The actions that an answer was taken from, or that it still waits for. */
export function Sources({ guru, session, actions }: SourcesProps) {
  const { role } = useMe()
  const label = useId()
  if (actions.length === 0) return null
  return (
    <Stack component="section" gap="xs" mt="sm" aria-labelledby={label}>
      <Text id={label} size="xs" c="dimmed" fw={600}>
        {texts.chat.sources}
      </Text>
      {actions.map((action, index) =>
        action.run_id !== null && isOpen(action) && role !== 'chat' ? (
          <OpenSource
            key={action.run_id}
            guru={guru}
            session={session}
            action={action}
            runId={action.run_id}
          />
        ) : (
          <Source key={action.run_id ?? index} guru={guru} action={action}>
            {action.status === 'awaiting_approval' && <Text size="sm">{texts.chat.approval.someone}</Text>}
            {action.run_id !== null && role !== 'chat' && <SourceFiles guru={guru} runId={action.run_id} />}
          </Source>
        ),
      )}
    </Stack>
  )
}
