import { Anchor, Group, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Action } from '../../api/actions.ts'
import { useLastRun } from '../../api/latest-runs.ts'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'
import { StatusBadge } from '../../components/status-badge.tsx'
import { Time } from '../../components/time.tsx'
import { texts } from '../../texts/en/index.ts'

/** How an action's last run went, and when; a click away from the run. */
export function LastRun({ action }: { action: Action }) {
  const guru = useGuru()
  const run = useLastRun(guru, action.id)
  if (run === undefined) return null
  if (run === null)
    return (
      <Text size="sm" c="dimmed">
        {texts.actions.neverRan}
      </Text>
    )
  return (
    <Group gap={6}>
      <StatusBadge status={run.status} />
      <Anchor component={Link} to={paths.run(guru, run.id)} size="sm">
        <Time at={run.finished_at ?? run.started_at} />
      </Anchor>
    </Group>
  )
}
