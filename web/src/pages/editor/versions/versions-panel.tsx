import { Button, Skeleton, Stack, Table, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useRestoreVersion, useVersions } from '../../../api/versions.ts'
import { Confirm } from '../../../components/confirm.tsx'
import { HeaderRow } from '../../../components/header-row.tsx'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { VersionRow } from './version-row.tsx'

interface VersionsPanelProps {
  guru: string
  id: string
  /** There are changes in the form, which a restored version takes the place of. */
  unsaved?: boolean
  /** The action is another one now. */
  onRestored: () => void
}

/** All that an action was, what each change did, and the way back to it. */
export function VersionsPanel({ guru, id, unsaved = false, onRestored }: VersionsPanelProps) {
  const words = texts.versions
  const versions = useVersions(guru, id)
  const restore = useRestoreVersion(guru, id)
  const [open, setOpen] = useState<number | null>(null)
  const [asked, setAsked] = useState<number | null>(null)
  const all = versions.data?.pages.flatMap((page) => page.versions) ?? []
  const close = () => {
    setAsked(null)
    restore.reset()
  }
  const confirmed = (version: number) =>
    restore.mutate(version, {
      onSuccess: () => {
        close()
        setOpen(null)
        notifications.show({ message: words.restored(version), color: 'green' })
        onRestored()
      },
    })
  if (versions.isPending) return <Skeleton height={160} />
  return (
    <Stack>
      <ProblemAlert error={versions.error} retry={versions.refetch} />
      <Table captionSide="top" verticalSpacing="sm">
        <Table.Caption>{words.caption}</Table.Caption>
        <HeaderRow columns={[words.version, words.when, words.actions]} />
        <Table.Tbody>
          {all.map((version, index) => (
            <VersionRow
              key={version.version}
              version={version}
              all={all}
              current={index === 0}
              open={open === version.version}
              onToggle={() => setOpen(open === version.version ? null : version.version)}
              onRestore={() => setAsked(version.version)}
            />
          ))}
        </Table.Tbody>
      </Table>
      {versions.hasNextPage && (
        <Button
          variant="default"
          loading={versions.isFetchingNextPage}
          onClick={() => void versions.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
      <Confirm
        opened={asked !== null}
        title={words.restoreOf(asked ?? 0)}
        label={words.restore}
        dangerous={false}
        pending={restore.isPending}
        error={restore.error}
        onConfirm={() => asked !== null && confirmed(asked)}
        onClose={close}
      >
        <Text>{words.restoreText(asked ?? 0)}</Text>
        {unsaved && <Text fw={600}>{words.unsaved}</Text>}
      </Confirm>
    </Stack>
  )
}
