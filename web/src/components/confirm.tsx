import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '../texts/en/index.ts'
import { ProblemAlert } from './problem-alert.tsx'

interface ConfirmProps {
  opened: boolean
  title: string
  /** What will happen. */
  children: ReactNode
  /** The word on the button that does it. */
  label: string
  /** The word on the button that leaves all as it is. Default: Cancel. */
  keep?: string
  /** That it can't be undone. */
  dangerous?: boolean
  /** Where something must be done first. */
  disabled?: boolean
  pending: boolean
  error?: unknown
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something is done that is hard to undo. */
export function Confirm({ dangerous = true, ...props }: ConfirmProps) {
  const {
    opened,
    title,
    children,
    label,
    keep = texts.common.cancel,
    disabled,
    pending,
    error,
    onConfirm,
    onClose,
  } = props
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <Stack>
        {children}
        <ProblemAlert error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {keep}
          </Button>
          <Button
            color={dangerous ? 'red.9' : undefined}
            disabled={disabled}
            loading={pending}
            onClick={onConfirm}
          >
            {label}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
