import { Alert, List, Text } from '@mantine/core'
import { IconBulb, IconInfoCircle } from '@tabler/icons-react'
import { texts } from '../../texts/en/index.ts'

const t = texts.editor

interface NoticesProps {
  /** What could be better about what was just saved. */
  advice: string[]
  onRead: () => void
  /** Why it is disabled, where something is missing. */
  disabledReason: string | null
  isDraft: boolean
  /** What is worth knowing of the draft. */
  draftWarnings: string[]
}

/** What is to be known of the action, above its form. */
export function Notices({ advice, onRead, disabledReason, isDraft, draftWarnings }: NoticesProps) {
  return (
    <>
      {isDraft && (
        <Alert color="blue" icon={<IconInfoCircle aria-hidden />} title={t.draftTitle}>
          {t.draftText}
          {draftWarnings.length > 0 && <Sentences of={draftWarnings} />}
        </Alert>
      )}
      {disabledReason && (
        <Alert color="orange" icon={<IconInfoCircle aria-hidden />} title={t.disabledTitle}>
          <Text size="sm">{disabledReason}</Text>
        </Alert>
      )}
      {advice.length > 0 && (
        <Alert
          color="yellow"
          icon={<IconBulb aria-hidden />}
          title={t.advice}
          role="status"
          withCloseButton
          closeButtonLabel={t.adviceDone}
          onClose={onRead}
        >
          <Sentences of={advice} />
        </Alert>
      )}
    </>
  )
}

function Sentences({ of }: { of: string[] }) {
  return (
    <List size="sm" spacing={4}>
      {of.map((sentence) => (
        <List.Item key={sentence}>{sentence}</List.Item>
      ))}
    </List>
  )
}
