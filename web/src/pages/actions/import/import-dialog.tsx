import { Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '../../../texts/en/index.ts'

interface ImportDialogProps {
  title: string
  intro?: string
  close: () => void
  children: ReactNode
}

/** The frame of every kind of import. */
export function ImportDialog({ title, intro, close, children }: ImportDialogProps) {
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size="xl"
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <Stack>
        {intro && (
          <Text size="sm" c="dimmed">
            {intro}
          </Text>
        )}
        {children}
      </Stack>
    </Modal>
  )
}
