import { Alert, Button, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ProblemError } from '../api/client.ts'
import { texts } from '../texts/en/index.ts'

interface ProblemAlertProps {
  /** Nothing is shown for null. */
  error: unknown
  /** Paths of problems that stand at their fields already. */
  shown?: string[]
  retry?: () => unknown
}

/**
 * Why something could not be done, in the API's own words, with all that is wrong and not shown elsewhere; nothing where
 * all of it is.
 */
export function ProblemAlert({ error, shown = [], retry }: ProblemAlertProps) {
  if (!error) return null
  const problems = error instanceof ProblemError ? error.problem.errors : []
  const others = problems.filter(({ path }) => !shown.includes(path))
  if (problems.length > 0 && others.length === 0) return null
  // What the API says of several things at once names the first, which may stand at its field.
  const message =
    others.length < problems.length
      ? texts.common.failure.refused
      : error instanceof ProblemError
        ? error.message
        : texts.common.failure.unknown
  const [other] = others
  const isTold = !other || (others.length === 1 && message === `${other.path} ${other.message}`.trim())
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} role="alert" title={message}>
      {!isTold && (
        <List size="sm">
          {others.map(({ path, message: why }) => (
            <List.Item key={`${path} ${why}`}>{path ? `${path}: ${why}` : why}</List.Item>
          ))}
        </List>
      )}
      {retry && (
        <Button mt="xs" size="xs" variant="default" onClick={() => retry()}>
          {texts.common.retry}
        </Button>
      )}
    </Alert>
  )
}
