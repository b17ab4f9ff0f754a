import { type EditorState, type Extension, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { findPlaceholders } from './placeholders.ts'

const mark = Decoration.mark({ class: 'cm-placeholder-name' })

const marksIn = (state: EditorState): DecorationSet =>
  Decoration.set(findPlaceholders(state.doc.toString()).map(({ from, to }) => mark.range(from, to)))

/** Makes placeholders stand out from the text around them. */
export const highlightPlaceholders: Extension = StateField.define<DecorationSet>({
  create: marksIn,
  update: (marks, transaction) => (transaction.docChanged ? marksIn(transaction.state) : marks),
  provide: (field) => EditorView.decorations.from(field),
})
