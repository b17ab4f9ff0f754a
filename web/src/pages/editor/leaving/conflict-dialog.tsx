import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useLatestVersion } from '../../../api/versions.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { Time } from '../../../components/time.tsx'
import { texts } from '../../../texts/en/index.ts'

const t = texts.editor.conflict

interface ConflictDialogProps {
  /** The action that was changed; null while there is no conflict. */
  id: string | null
  pending: boolean
  onReload: () => void
  onOverwrite: () => void
  onClose: () => void
}

/** What to do where somebody else has saved the same action meanwhile. */
export function ConflictDialog({ id, pending, onReload, onOverwrite, onClose }: ConflictDialogProps) {
  return (
    <Modal
      opened={id !== null}
      onClose={onClose}
      title={t.title}
      centered
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <Stack>
        {id !== null && <LastChange id={id} />}
        <Text>{t.text}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.editor.goOn}
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

/** Who was quicker, and when. Nothing where that cannot be told. */
function LastChange({ id }: { id: string }) {
  const { data: latest } = useLatestVersion(useGuru(), id)
  if (!latest) return null
  return (
    <Text>
      {t.changed(latest.changed_by)} <Time at={latest.changed_at} />.
    </Text>
  )
}
