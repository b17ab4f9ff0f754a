import { Textarea, type TextareaProps } from '@mantine/core'

/** A field for pasted text that a machine reads. */
export const CodeArea = (props: TextareaProps) => (
  <Textarea
    autosize
    minRows={5}
    maxRows={16}
    spellCheck={false}
    styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
    {...props}
  />
)
