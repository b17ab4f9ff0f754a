import { Alert, Anchor, Group, List, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Run } from '../../api/runs.ts'
import { paths } from '../../app/paths.ts'
import { texts } from '../../texts/en/index.ts'

interface RunErrorProps {
  guru: string
  error: NonNullable<Run['error']>
  /** The action of the run; null of one that is not saved. */
  actionId: string | null
}

/** What went wrong in a run: in plain words, in the run's own, and what helps. */
export function RunError({ guru, error: { code, message }, actionId }: RunErrorProps) {
  const text = texts.runErrors[code]
  const where = 'where' in text ? text.where : undefined
  const words = texts.run.error
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={text.title}>
      <Stack gap="xs">
        <Text className="output" size="sm">
          {message}
        </Text>
        <Text size="sm" fw={600}>
          {words.whatToDo}
        </Text>
        <List size="sm" spacing={4}>
          {text.help.map((help) => (
            <List.Item key={help}>{help}</List.Item>
          ))}
        </List>
        <Group>
          {where === 'action' && actionId && (
            <Anchor component={Link} to={paths.action(guru, actionId)} size="sm">
              {words.toAction}
            </Anchor>
          )}
          {(where === 'secrets' || code === 'http_error') && (
            <Anchor component={Link} to={paths.secrets(guru)} size="sm">
              {words.toSecrets}
            </Anchor>
          )}
        </Group>
      </Stack>
    </Alert>
  )
}
