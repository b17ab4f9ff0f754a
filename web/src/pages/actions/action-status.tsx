import { Anchor, Badge, Stack, Text } from '@mantine/core'
import { IconCheck, IconPlayerPause } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Action } from '../../api/actions.ts'
import { useSecrets } from '../../api/secrets.ts'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'
import { texts } from '../../texts/en/index.ts'

/** Whether an action answers questions; if not, why, and the way to what it lacks. */
export function ActionStatus({ action }: { action: Action }) {
  if (action.enabled)
    return (
      <Badge
        color="green"
        variant="light"
        tt="none"
        miw="max-content"
        leftSection={<IconCheck size={14} aria-hidden />}
      >
        {texts.actions.enabled}
      </Badge>
    )
  return (
    <Stack gap={4} align="flex-start">
      <Badge
        color="gray"
        variant="light"
        tt="none"
        miw="max-content"
        leftSection={<IconPlayerPause size={14} aria-hidden />}
      >
        {texts.actions.disabled}
      </Badge>
      {action.disabled_reason && <Text size="xs">{action.disabled_reason}</Text>}
      <MissingSecrets action={action} />
    </Stack>
  )
}

function MissingSecrets({ action }: { action: Action }) {
  const guru = useGuru()
  const { data: secrets } = useSecrets(guru)
  const missing = secrets ? action.secrets.filter((name) => !secrets.some((one) => one.name === name)) : []
  return missing.map((name) => (
    <Anchor key={name} component={Link} to={paths.addSecret(guru, name)} size="xs">
      {texts.actions.addSecret(name)}
    </Anchor>
  ))
}
