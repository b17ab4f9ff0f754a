import { forEachDiagnostic } from '@codemirror/lint'
import type { EditorState, Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import type { CodeProblem } from './code-problems.ts'

/** Tells what is underlined, whenever that may have become something else. */
export const reportProblems = (onProblems: (shown: CodeProblem[]) => void): Extension =>
  EditorView.updateListener.of(({ transactions, view }) => {
    if (transactions.length > 0) onProblems(shownIn(view.state))
  })

/** The same twice in a line is one problem. */
function shownIn(state: EditorState): CodeProblem[] {
  const problems = new Map<string, CodeProblem>()
  forEachDiagnostic(state, ({ message }, from) => {
    const line = state.doc.lineAt(from).number
    problems.set(`${line} ${message}`, { line, message })
  })
  return [...problems.values()]
}
