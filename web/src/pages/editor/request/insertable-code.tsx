import { Box } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { CodeEditor, type CodeEditorProps } from '../../../components/code-editor/code-editor.tsx'
import { useInsertTarget } from '../snippets/insert-target.ts'

interface InsertableCodeProps extends Omit<CodeEditorProps, 'insertRef'> {
  /** Whether snippets go here until another field has had the focus. */
  first?: boolean
}

/** A field for code that snippets can be inserted into. */
export function InsertableCode({ first = false, ...props }: InsertableCodeProps) {
  const target = useInsertTarget()
  const insertRef = useRef<((text: string) => void) | null>(null)
  useEffect(() => {
    if (first) target.current = (text) => insertRef.current?.(text)
  }, [first, target])
  return (
    <Box
      data-wrong={props.error || props.problems?.length ? true : undefined}
      onFocusCapture={() => {
        target.current = (text) => insertRef.current?.(text)
      }}
    >
      <CodeEditor {...props} insertRef={insertRef} />
    </Box>
  )
}
