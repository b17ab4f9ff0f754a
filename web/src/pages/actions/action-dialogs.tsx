import { Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type Action, useDeleteAction } from '../../api/actions.ts'
import { useGuru } from '../../app/use-guru.ts'
import { Confirm } from '../../components/confirm.tsx'
import { texts } from '../../texts/en/index.ts'
import { TriggerDialog } from './trigger-dialog.tsx'

export type DialogKind = 'trigger' | 'delete'
export interface OpenDialog {
  kind: DialogKind
  action: Action
}

/** What an action's menu opens. */
export function ActionDialogs({ dialog, close }: { dialog: OpenDialog | null; close: () => void }) {
  if (!dialog) return null
  const Dialog = dialog.kind === 'trigger' ? TriggerDialog : DeleteDialog
  return <Dialog key={dialog.action.id} action={dialog.action} close={close} />
}

function DeleteDialog({ action: { id, name }, close }: { action: Action; close: () => void }) {
  const { mutate, isPending, error } = useDeleteAction(useGuru())
  const { title, text, confirm } = texts.actions.deletion
  const onSuccess = () => {
    notifications.show({ message: texts.actions.isDeleted(name) })
    close()
  }
  return (
    <Confirm
      opened
      title={title(name)}
      label={confirm}
      pending={isPending}
      error={error}
      onConfirm={() => mutate(id, { onSuccess })}
      onClose={close}
    >
      <Text>{text}</Text>
    </Confirm>
  )
}
