import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { Compartment, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder as placeholderText } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { styleNonce } from '../../app/style-nonce.ts'
import type { CodeProblem } from './code-problems.ts'
import { knownNames } from './known-names.ts'
import { type CodeLanguage, extensionsFor } from './languages.ts'
import { reportProblems } from './report-problems.ts'
import { singleLine } from './single-line.ts'
import { typeOverSelection } from './type-over-selection.ts'

/** What may change while the editor is open. */
export const attributes = new Compartment()
export const names = new Compartment()

export interface EditorOptions {
  parent: HTMLElement
  doc: string
  language: CodeLanguage
  oneLine: boolean
  placeholder: string | undefined
  onChange: (text: string) => void
  /** Told which problems are underlined, and at which lines they are by now. */
  onProblems: (shown: CodeProblem[]) => void
}

/** An editor in `parent`. Tab is not one of its keys: it goes on to the next field. */
export function createEditor(options: EditorOptions): EditorView {
  const { parent, doc, language, oneLine, placeholder, onChange, onProblems } = options
  const extensions: Extension[] = [
    EditorView.cspNonce.of(styleNonce),
    attributes.of([]),
    names.of(knownNames.of(null)),
    oneLine ? singleLine : [],
    placeholder ? placeholderText(placeholder) : [],
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
    history(),
    drawSelection(),
    typeOverSelection,
    closeBrackets(),
    bracketMatching(),
    indentOnInput(),
    indentUnit.of(language === 'python' ? '    ' : '  '),
    syntaxHighlighting(classHighlighter),
    extensionsFor(language),
    reportProblems(onProblems),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) onChange(state.doc.toString())
    }),
  ]
  return new EditorView({ parent, doc, extensions })
}
