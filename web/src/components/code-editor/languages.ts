import { autocompletion } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { python, pythonLanguage } from '@codemirror/lang-python'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, highlightActiveLine, highlightActiveLineGutter, lineNumbers } from '@codemirror/view'
import { checkTemplate } from './check-template.ts'
import { completeEnvironment, completePlaceholders } from './complete-names.ts'
import { highlightPlaceholders } from './highlight-placeholders.ts'
import { markProblems } from './mark-problems.ts'

export type CodeLanguage = 'python' | 'json' | 'template'

/** What the editor does for each kind of text. */
export function extensionsFor(language: CodeLanguage): Extension {
  if (language === 'python')
    return [
      python(),
      pythonLanguage.data.of({ autocomplete: completeEnvironment }),
      autocompletion(),
      markProblems,
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
    ]
  const isJson = language === 'json'
  return [
    isJson ? json() : EditorState.languageData.of(() => [{ closeBrackets: { brackets: ['{'] } }]),
    highlightPlaceholders,
    checkTemplate(isJson),
    autocompletion({ override: [completePlaceholders(!isJson)], icons: false }),
    EditorView.lineWrapping,
  ]
}
