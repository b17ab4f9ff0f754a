import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDotsVertical,
  IconDownload,
  IconHistory,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPower,
  IconTrash,
} from '@tabler/icons-react'
import { Link } from 'react-router'
import { type Action, exportAddress } from '../../api/actions.ts'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'
import { texts } from '../../texts/en/index.ts'
import type { DialogKind } from './action-dialogs.tsx'

interface ActionMenuProps {
  action: Action
  open: (kind: DialogKind) => void
  setEnabled: (enabled: boolean) => void
}

/** All that can be done with an action. */
export function ActionMenu({ action, open, setEnabled }: ActionMenuProps) {
  const guru = useGuru()
  const { id, name, enabled } = action
  const label = texts.actions.menuOf(name)
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} title={label}>
          <IconDotsVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={paths.action(guru, id)} leftSection={<IconPencil {...ICON} />}>
          {texts.actions.edit}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={exportAddress(guru, id)}
          download
          leftSection={<IconDownload {...ICON} />}
        >
          {texts.actions.export}
        </Menu.Item>
        <Menu.Item leftSection={<IconPlayerPlay {...ICON} />} onClick={() => open('trigger')}>
          {texts.actions.trigger}
        </Menu.Item>
        <Menu.Item
          leftSection={enabled ? <IconPlayerPause {...ICON} /> : <IconPower {...ICON} />}
          onClick={() => setEnabled(!enabled)}
        >
          {enabled ? texts.actions.disable : texts.actions.enable}
        </Menu.Item>
        <Menu.Item component={Link} to={paths.runsOf(guru, id)} leftSection={<IconHistory {...ICON} />}>
          {texts.actions.history}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item className="dangerous" leftSection={<IconTrash {...ICON} />} onClick={() => open('delete')}>
          {texts.actions.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const ICON = { size: 16, 'aria-hidden': true }
