import { Text } from '@mantine/core'
import type { Blocker } from 'react-router'
import { Confirm } from '../../../components/confirm.tsx'
import { texts } from '../../../texts/en/index.ts'

const t = texts.editor.leaving

/** Asks before changes are lost by going elsewhere. */
export function LeaveDialog({ blocker }: { blocker: Blocker }) {
  return (
    <Confirm
      opened={blocker.state === 'blocked'}
      title={t.title}
      label={t.leave}
      keep={texts.editor.goOn}
      pending={false}
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      <Text>{t.text}</Text>
    </Confirm>
  )
}
