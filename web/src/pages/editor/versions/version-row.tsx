import { Badge, Button, Group, Table, Text } from '@mantine/core'
import type { Version } from '../../../api/versions.ts'
import { Time } from '../../../components/time.tsx'
import { texts } from '../../../texts/en/index.ts'
import { VersionChanges } from './version-changes.tsx'

interface VersionRowProps {
  version: Version
  all: Version[]
  current: boolean
  open: boolean
  onToggle: () => void
  onRestore: () => void
}

/** One version, and below it what it changed. */
export function VersionRow({ version, all, current, open, onToggle, onRestore }: VersionRowProps) {
  const words = texts.versions
  const number = version.version
  return (
    <>
      <Table.Tr>
        <Table.Th scope="row">
          <Group gap="xs">
            {number}
            {current && (
              <Badge variant="outline" color="gray" tt="none" autoContrast={false} c="inherit">
                {words.current}
              </Badge>
            )}
          </Group>
        </Table.Th>
        <Table.Td>
          <Time at={version.changed_at} />
          <Text size="xs" c="dimmed">
            {`${words.who} ${version.changed_by}`}
          </Text>
        </Table.Td>
        <Table.Td>
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              aria-expanded={open}
              aria-label={open ? words.hideOf(number) : words.showOf(number)}
              onClick={onToggle}
            >
              {open ? words.hide : words.show}
            </Button>
            {!current && (
              <Button size="xs" variant="default" aria-label={words.restoreOf(number)} onClick={onRestore}>
                {words.restore}
              </Button>
            )}
          </Group>
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={3}>
            <VersionChanges version={version} all={all} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  )
}
