import { Text } from '@mantine/core'
import { texts } from '../../../texts/en/index.ts'

/** Says that placeholders of a field name nothing, while it is still being written. */
export function UnknownNote({ names }: { names: string[] }) {
  if (names.length === 0) return null
  return (
    <Text size="xs" c="var(--mantine-color-error)" mt={4} role="status">
      {texts.editor.request.unknownName(names)}
    </Text>
  )
}
