import { EditorView } from '@codemirror/view'
import { type RefObject, useEffect, useRef } from 'react'
import type { CodeProblem } from './code-problems.ts'
import { attributes, createEditor, names } from './create-editor.ts'
import { type EditorHandle, handleOf } from './editor-handle.ts'
import { knownNames } from './known-names.ts'
import type { CodeLanguage } from './languages.ts'
import { showProblems } from './mark-problems.ts'
import { inOneLine } from './single-line.ts'

export interface EditorProps {
  value: string
  onChange: (value: string) => void
  language: CodeLanguage
  known: string[] | undefined
  problems: CodeProblem[]
  onProblems: (shown: CodeProblem[]) => void
  oneLine: boolean
  placeholder: string | undefined
  labelId: string
  describedBy: string
  invalid: boolean
  handle: RefObject<EditorHandle | null>
}

/** The editor itself, in a file of its own: it is large, and loaded where it is needed. */
export default function Editor(props: EditorProps) {
  const { value, language, known, problems, oneLine, labelId, describedBy, invalid, handle } = props
  const text = oneLine ? inOneLine(value) : value.replace(/\r\n?/g, '\n')
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef({ ...props, text })
  useEffect(() => {
    latest.current = { ...props, text }
  })

  useEffect(() => {
    if (!parent.current) return
    const editor = createEditor({
      parent: parent.current,
      doc: latest.current.text,
      language,
      oneLine,
      placeholder: latest.current.placeholder,
      // What was only written in another way, such as with other line ends, is no change.
      onChange: (typed) => typed !== latest.current.text && latest.current.onChange(typed),
      onProblems: (shown) => latest.current.onProblems(shown),
    })
    view.current = editor
    handle.current = handleOf(editor)
    return () => {
      handle.current = null
      view.current = null
      editor.destroy()
    }
  }, [language, oneLine, handle])

  // The following also hold for an editor that was made anew, for another language.
  // biome-ignore-start lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const doc = view.current?.state.doc
    if (doc && doc.toString() !== text)
      view.current?.dispatch({ changes: { from: 0, to: doc.length, insert: text } })
  }, [text, language, oneLine])

  const knownKey = JSON.stringify(known ?? null)
  useEffect(() => {
    view.current?.dispatch({ effects: names.reconfigure(knownNames.of(known ?? null)) })
  }, [knownKey, language, oneLine])

  useEffect(() => {
    const content = {
      'aria-labelledby': labelId,
      'aria-describedby': describedBy,
      'aria-invalid': String(invalid),
      ...(oneLine && { 'aria-multiline': 'false' }),
    }
    const effects = attributes.reconfigure(EditorView.contentAttributes.of(content))
    view.current?.dispatch({ effects })
  }, [labelId, describedBy, invalid, language, oneLine])

  const problemsKey = JSON.stringify(problems)
  useEffect(() => {
    if (view.current && language === 'python')
      view.current.dispatch(showProblems(view.current.state, problems))
  }, [problemsKey, language, oneLine])
  // biome-ignore-end lint/correctness/useExhaustiveDependencies: see above

  return <div ref={parent} />
}
