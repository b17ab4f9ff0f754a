import { type Diagnostic, linter } from '@codemirror/lint'
import type { EditorState, Extension } from '@codemirror/state'
import { JsonTemplateError, parseJsonTemplate } from '../../../../domain/template-json.ts'
import { texts } from '../../texts/en/index.ts'
import { knownNames } from './known-names.ts'
import { findPlaceholders } from './placeholders.ts'

/** While somebody types, nothing is wrong yet. */
const DELAY_MS = 500

/** Underlines placeholders that nothing stands behind and, in JSON, the place where it is broken. */
export const checkTemplate = (json: boolean): Extension =>
  linter(({ state }) => [...unknownIn(state), ...(json ? brokenJson(state) : [])], {
    delay: DELAY_MS,
    needsRefresh: ({ startState, state }) => startState.facet(knownNames) !== state.facet(knownNames),
  })

function unknownIn(state: EditorState): Diagnostic[] {
  const known = state.facet(knownNames)
  if (!known) return []
  return findPlaceholders(state.doc.toString())
    .filter(({ name }) => !known.includes(name))
    .map(({ from, to, name }) => ({
      from,
      to,
      severity: 'error',
      message: texts.codeEditor.unknownPlaceholder(name),
    }))
}

function brokenJson(state: EditorState): Diagnostic[] {
  if (state.doc.toString().trim() === '') return []
  try {
    parseJsonTemplate(state.doc.toString())
    return []
  } catch (error) {
    if (!(error instanceof JsonTemplateError)) throw error
    const [place = '', line, column] = /^line (\d+), column (\d+): /.exec(error.message) ?? []
    const at = state.doc.line(Number(line)).from + Number(column) - 1
    const from = Math.max(0, Math.min(at, state.doc.length - 1))
    return [
      {
        from,
        to: from + 1,
        severity: 'error',
        message: texts.codeEditor.notJson(error.message.slice(place.length)),
      },
    ]
  }
}
