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
  /** What a service has answered with, where one has. */
  status?: number
}

/** What went wrong in a run: in plain words, in the run's own, and what helps. */
export function RunError({ guru, error: { code, message }, actionId, status }: RunErrorProps) {
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
          {helpFor(code, status).map((help) => (
            <List.Item key={help}>{help}</List.Item>
          ))}
        </List>
        <Group fz="sm">
          {where === 'action' && actionId && (
            <Anchor component={Link} to={paths.action(guru, actionId)} inherit c="inherit" underline="always">
              {words.toAction}
            </Anchor>
          )}
          {(where === 'secrets' || isDenied(status)) && (
            <Anchor component={Link} to={paths.secrets(guru)} inherit c="inherit" underline="always">
              {words.toSecrets}
            </Anchor>
          )}
        </Group>
      </Stack>
    </Alert>
  )
}

/** The service knows who asks, and refuses; or doesn't. */
const isDenied = (status?: number): boolean => status === 401 || status === 403

function helpFor(code: keyof typeof texts.runErrors, status?: number): string[] {
  const { help } = texts.runErrors[code]
  const { denied, missing, throttled, broken } = texts.httpErrors
  if (code !== 'http_error' || !status) return help
  if (isDenied(status)) return [denied]
  if (status === 404) return [missing]
  if (status === 429) return [throttled]
  return status >= 500 ? [broken] : help
}
