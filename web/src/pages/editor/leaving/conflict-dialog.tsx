import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { texts } from '../../../texts/en/index.ts'

const t = texts.editor.conflict

interface ConflictDialogProps {
  /** Who has changed what, in the API's words; null while there is no conflict. */
  detail: string | null
  pending: boolean
  onReload: () => void
  onOverwrite: () => void
  onClose: () => void
}

/** What to do where somebody else has saved the same action meanwhile. */
export function ConflictDialog({ detail, pending, onReload, onOverwrite, onClose }: ConflictDialogProps) {
  return (
    <Modal
      opened={detail !== null}
      onClose={onClose}
      title={t.title}
      centered
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <Stack>
        <Text>{detail}</Text>
        <Text>{t.text}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.common.cancel}
          </Button>
          <Button variant="default" onClick={onReload}>
            {t.reload}
          </Button>
          <Button color="red.9" loading={pending} onClick={onOverwrite}>
            {t.overwrite}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
