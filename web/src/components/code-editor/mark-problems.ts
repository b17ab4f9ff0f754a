import { type Diagnostic, forEachDiagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import type { EditorState, Extension, TransactionSpec } from '@codemirror/state'
import { EditorView, type ViewUpdate } from '@codemirror/view'
import type { CodeProblem } from './code-problems.ts'

/** Shows what `showProblems` is given beside its lines, wherever they move to, until they are changed. */
export const markProblems: Extension = [
  lintGutter(),
  EditorView.updateListener.of((update) => {
    if (update.docChanged) forgetChanged(update)
  }),
]

/** Replaces the problems that are shown. A line that is not there (any more) counts as the last one. */
export function showProblems(state: EditorState, problems: CodeProblem[]): TransactionSpec {
  const diagnostics = problems.map(({ line, message }): Diagnostic => {
    const { from, to, text } = state.doc.line(Math.max(1, Math.min(line, state.doc.lines)))
    return { from: from + text.search(/\S|$/), to, severity: 'error', message }
  })
  return setDiagnostics(state, diagnostics)
}

function forgetChanged({ changes, state, view }: ViewUpdate): void {
  const all: Diagnostic[] = []
  forEachDiagnostic(state, (diagnostic, from, to) => all.push({ ...diagnostic, from, to }))
  const kept = all.filter(({ from }) => {
    const line = state.doc.lineAt(from)
    return !isTouched(line.from, line.to)
  })
  if (kept.length < all.length) view.dispatch(setDiagnostics(state, kept))

  function isTouched(start: number, end: number): boolean {
    let touched = false
    changes.iterChangedRanges((_fromA, _toA, from, to) => {
      touched ||= from <= end && to >= start
    })
    return touched
  }
}
