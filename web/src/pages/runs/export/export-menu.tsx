import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconBraces, IconChevronDown, IconDownload, IconTable } from '@tabler/icons-react'
import { ProblemError } from '../../../api/client.ts'
import { exportAddress, type RunMatch } from '../../../api/runs.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'
import { useCsvExport } from './use-csv-export.ts'

/** Saves the runs that the filters select, however many pages they are. */
export function ExportMenu({ match }: { match: RunMatch }) {
  const guru = useGuru()
  const words = texts.runs.export
  const { save, count } = useCsvExport(guru, match)
  const saveCsv = () =>
    save.mutate(undefined, {
      onSuccess: (runs) => notifications.show({ color: 'green', message: words.done(runs) }),
      onError: (error) =>
        notifications.show({
          color: 'red',
          message: error instanceof ProblemError ? error.message : words.failed,
        }),
    })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          disabled={save.isPending}
          leftSection={<IconDownload size={16} aria-hidden />}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {save.isPending && count > 0 ? words.progress(count) : words.button}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTable size={16} aria-hidden />} onClick={saveCsv}>
          {words.csv}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={exportAddress(guru, match)}
          download
          leftSection={<IconBraces size={16} aria-hidden />}
        >
          {words.json}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
