import { Button, Group, Text } from '@mantine/core'
import { IconDeviceFloppy } from '@tabler/icons-react'
import { texts } from '../../texts/en/index.ts'

const t = texts.editor
/** There it is another key. */
const IS_MAC = /mac|iphone|ipad/i.test(navigator.platform)

interface SaveBarProps {
  isNew: boolean
  isDirty: boolean
  pending: boolean
  onClose: () => void
}

/** Always in sight: whether there is something to save, and the buttons that do it. */
export function SaveBar({ isNew, isDirty, pending, onClose }: SaveBarProps) {
  const state = isDirty ? t.unsaved : isNew ? t.nothingYet : t.allSaved
  return (
    <Group className="save-bar" justify="space-between" gap="xs">
      <Text size="sm" role="status">
        {state}
      </Text>
      <Group gap="xs">
        <Button variant="default" disabled={pending} onClick={onClose}>
          {t.saveAndClose}
        </Button>
        <Button
          type="submit"
          loading={pending}
          leftSection={<IconDeviceFloppy size={18} aria-hidden />}
          title={IS_MAC ? t.saveKeys.mac : t.saveKeys.other}
        >
          {t.save}
        </Button>
      </Group>
    </Group>
  )
}
