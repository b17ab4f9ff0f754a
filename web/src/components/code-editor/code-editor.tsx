import { Box, Input, VisuallyHidden } from '@mantine/core'
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useId, useRef, useState } from 'react'
import type { CodeProblem } from './code-problems.ts'
import { Counters, type Counts } from './counters.tsx'
import type { EditorHandle } from './editor-handle.ts'
import { Findings } from './findings.tsx'
import type { CodeLanguage } from './languages.ts'
import './code-editor.css'

const Editor = lazy(() => import('./editor.tsx'))

const NONE: CodeProblem[] = []

export interface CodeEditorProps {
  label: string
  /** For those who see it, the label stands elsewhere. */
  hiddenLabel?: boolean
  description?: ReactNode
  required?: boolean
  value: string
  onChange: (value: string) => void
  /** `template` is text with `{name}` placeholders; in `json` they may stand wherever a value may. */
  language: CodeLanguage
  /** The parameters and secrets that there are. Where missing, placeholders are not checked. */
  known?: string[]
  /** In lines of Python; each is shown until its line is changed. */
  problems?: CodeProblem[]
  /** How much there may be; how much there is, is counted. */
  counters?: Counts
  error?: ReactNode
  /** CSS height of an empty editor. */
  minHeight?: number
  singleLine?: boolean
  /** Shown while there is nothing. */
  placeholder?: string
  /** Gets a function that puts a text where the cursor is. */
  insertRef?: RefObject<((text: string) => void) | null>
}

/** A field for code or a template. Tab goes on to the next field. */
export function CodeEditor(props: CodeEditorProps) {
  const {
    label,
    hiddenLabel = false,
    description,
    required = false,
    value,
    onChange,
    language,
    known,
    problems = NONE,
  } = props
  const { counters, error, singleLine = false, insertRef, placeholder } = props
  const { minHeight = singleLine ? 0 : 120 } = props
  const id = useId()
  const handle = useRef<EditorHandle>(null)
  const [shown, setShown] = useState(NONE)
  useEffect(() => {
    if (!insertRef) return
    insertRef.current = (text) => handle.current?.insert(text)
    return () => {
      insertRef.current = null
    }
  }, [insertRef])
  const onProblems = (now: CodeProblem[]) =>
    setShown((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now))
  const describedBy = [description && `${id}-description`, error && `${id}-error`, `${id}-findings`]
    .filter(Boolean)
    .join(' ')

  return (
    <Input.Wrapper
      id={id}
      label={hiddenLabel ? undefined : label}
      labelElement="div"
      labelProps={{ id: `${id}-name`, onClick: () => handle.current?.focus() }}
      required={required}
      description={description}
      error={error}
      errorProps={{ id: `${id}-error` }}
      descriptionProps={{ id: `${id}-description` }}
    >
      {hiddenLabel && <VisuallyHidden id={`${id}-name`}>{label}</VisuallyHidden>}
      <Box
        className="code-editor"
        data-described={Boolean(description) || undefined}
        data-invalid={Boolean(error) || undefined}
        __vars={{ '--code-editor-height': `${minHeight}px` }}
      >
        <Suspense fallback={<pre aria-busy>{value || ' '}</pre>}>
          <Editor
            value={value}
            onChange={onChange}
            language={language}
            known={known}
            problems={problems}
            onProblems={onProblems}
            oneLine={singleLine}
            placeholder={placeholder}
            labelId={`${id}-name`}
            describedBy={describedBy}
            invalid={Boolean(error) || shown.length > 0}
            handle={handle}
          />
        </Suspense>
      </Box>
      <div id={`${id}-findings`}>
        {counters && <Counters text={value} limits={counters} />}
        <Findings problems={shown} oneLine={singleLine} onChoose={(line) => handle.current?.goToLine(line)} />
      </div>
    </Input.Wrapper>
  )
}
