import type { EditorView } from '@codemirror/view'

/** What others may do to an editor. */
export interface EditorHandle {
  focus: () => void
  /** Puts a text where the cursor is; at the end where nobody has been in the field yet. */
  insert: (text: string) => void
  goToLine: (line: number) => void
}

/** What others may do with an editor. Text goes to its end until somebody has been in it. */
export function handleOf(editor: EditorView): EditorHandle {
  let visited = false
  editor.contentDOM.addEventListener('focus', () => {
    visited = true
  })
  return {
    focus: () => editor.focus(),
    insert: (text) => {
      if (!visited) editor.dispatch({ selection: { anchor: editor.state.doc.length } })
      editor.dispatch(editor.state.replaceSelection(text), { scrollIntoView: true, userEvent: 'input' })
      editor.focus()
    },
    goToLine: (line) => {
      const { from } = editor.state.doc.line(Math.max(1, Math.min(line, editor.state.doc.lines)))
      editor.dispatch({ selection: { anchor: from }, scrollIntoView: true })
      editor.focus()
    },
  }
}
