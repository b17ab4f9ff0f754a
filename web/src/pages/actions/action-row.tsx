import { Anchor, Badge, Group, Stack, Table, Text } from '@mantine/core'
import { IconApi, IconBrandPython } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Action } from '../../api/actions.ts'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'
import { texts } from '../../texts/en/index.ts'
import type { DialogKind } from './action-dialogs.tsx'
import { ActionMenu } from './action-menu.tsx'
import { ActionStatus } from './action-status.tsx'
import { LastRun } from './last-run.tsx'
import { ScheduleCell } from './schedule-cell.tsx'

interface ActionRowProps {
  action: Action
  open: (kind: DialogKind) => void
  setEnabled: (enabled: boolean) => void
}

/** One action of the list. */
export function ActionRow({ action, open, setEnabled }: ActionRowProps) {
  const guru = useGuru()
  return (
    <Table.Tr>
      <Table.Th scope="row" fw="normal" className="any-break">
        <Stack gap={4}>
          <Anchor component={Link} to={paths.action(guru, action.id)} fw={600}>
            {action.name}
          </Anchor>
          {action.description && (
            <Text size="sm" c="dimmed" lineClamp={2}>
              {action.description}
            </Text>
          )}
          <Stack gap={6} hiddenFrom="sm" mt={4}>
            <ActionStatus action={action} />
            <LastRun action={action} />
          </Stack>
          {action.schedule.enabled && (
            <Group hiddenFrom="lg" mt={4}>
              <ScheduleCell action={action} />
            </Group>
          )}
        </Stack>
      </Table.Th>
      <Table.Td visibleFrom="md">
        <TypeBadge type={action.type} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <ActionStatus action={action} />
      </Table.Td>
      <Table.Td visibleFrom="lg">
        <ScheduleCell action={action} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <LastRun action={action} />
      </Table.Td>
      <Table.Td>
        <ActionMenu action={action} open={open} setEnabled={setEnabled} />
      </Table.Td>
    </Table.Tr>
  )
}

function TypeBadge({ type }: { type: Action['type'] }) {
  const Icon = type === 'python' ? IconBrandPython : IconApi
  return (
    <Badge
      variant="default"
      tt="none"
      miw="max-content"
      fw={500}
      leftSection={<Icon size={14} aria-hidden />}
    >
      {texts.actions.type[type]}
    </Badge>
  )
}
