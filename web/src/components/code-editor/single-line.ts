import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'

/** A text without its line breaks, and the space around them. */
export const inOneLine = (text: string): string => text.replace(/[^\S\n]*\n\s*/g, '')

/** Keeps a text in one line; Enter sends the form, as in any field of one line. */
export const singleLine: Extension = [
  keymap.of([
    {
      key: 'Enter',
      run: ({ dom }) => {
        dom.closest('form')?.requestSubmit()
        return true
      },
    },
  ]),
  EditorView.clipboardInputFilter.of(inOneLine),
  EditorState.transactionFilter.of((transaction) => (transaction.newDoc.lines > 1 ? [] : transaction)),
]
