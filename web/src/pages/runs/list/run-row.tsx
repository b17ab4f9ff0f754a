import { Anchor, Group, Table, Text } from '@mantine/core'
import { memo } from 'react'
import { Link, useLocation } from 'react-router'
import { isOpen, type Run } from '../../../api/runs.ts'
import { paths } from '../../../app/paths.ts'
import { StatusBadge } from '../../../components/status-badge.tsx'
import { duration, Time } from '../../../components/time.tsx'
import { texts } from '../../../texts/en/index.ts'
import type { CameFrom } from '../came-from.ts'
import { Elapsed } from './elapsed.tsx'
import classes from './runs-table.module.css'

/** A run in the list. What has not changed since it was last read is not drawn again. */
export const RunRow = memo(function RunRow({ run }: { run: Run }) {
  const { search } = useLocation()
  const took = isOpen(run) ? <Elapsed since={run.started_at} /> : duration(run.duration_ms ?? 0)
  return (
    <Table.Tr className={classes.row}>
      <Table.Td visibleFrom="sm" className={classes.status}>
        <StatusBadge status={run.status} />
      </Table.Td>
      <Table.Th scope="row" fw={400} className={classes.text}>
        <Anchor
          component={Link}
          to={paths.run(run.guru, run.id)}
          state={{ search } satisfies CameFrom}
          inherit
          fw={500}
          className={classes.link}
        >
          {run.action.name || texts.runs.table.unnamed}
        </Anchor>
        <Text size="sm" c="dimmed" lineClamp={1} hiddenFrom="sm">
          {whyOf(run)}
        </Text>
        <Group gap="xs" hiddenFrom="sm" fz="sm" mt={4}>
          <StatusBadge status={run.status} />
          <Time at={run.started_at} />
          <span>{took}</span>
        </Group>
      </Table.Th>
      <Table.Td visibleFrom="sm" className={classes.text}>
        <Text size="sm" lineClamp={2}>
          {whyOf(run)}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={run.started_at} />
      </Table.Td>
      <Table.Td visibleFrom="sm" ta="end" style={{ whiteSpace: 'nowrap' }}>
        {took}
      </Table.Td>
    </Table.Tr>
  )
})

/** The question that asked for it, else what has started it. */
const whyOf = ({ question, trigger }: Run): string =>
  question ? texts.runs.table.question(question) : texts.runs.trigger[trigger]
