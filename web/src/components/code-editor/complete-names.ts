import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import { knownNames } from './known-names.ts'

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$|^$/
const IN_PYTHON = /\bos\.(?:environ\s*\[|environ\.get\s*\(|getenv\s*\()\s*(["'])(\w*)$/

/** Offers names after `{`; in JSON, where that may begin an object, once a letter follows. */
export const completePlaceholders =
  (afterBrace: boolean): CompletionSource =>
  (context) => {
    const open = context.matchBefore(/\{\w*/)
    if (!open || (open.text === '{' && !afterBrace && !context.explicit)) return null
    return offer(context, open.from + 1, '}')
  }

/** Offers names within `os.environ["…"]` and its like. */
export const completeEnvironment: CompletionSource = (context) => {
  const line = context.state.doc.lineAt(context.pos)
  const found = IN_PYTHON.exec(line.text.slice(0, context.pos - line.from))
  if (!found) return null
  const [whole, quote = '', name = ''] = found
  return offer(context, context.pos - name.length, quote + (whole.includes('[') ? ']' : ')'))
}

function offer(context: CompletionContext, from: number, closing: string): CompletionResult | null {
  const names = context.state.facet(knownNames) ?? []
  const options = names.map(
    (name): Completion => ({
      label: name,
      type: 'variable',
      apply: (view, _completion, start, end) => insert(view, name, closing, start, end),
    }),
  )
  return options.length > 0 ? { from, options, validFor: NAME } : null
}

/** What closes it is there already where the editor has closed the bracket by itself. */
function insert(view: EditorView, name: string, closing: string, from: number, end: number): void {
  const after = view.state.sliceDoc(end, end + closing.length)
  let there = closing.length
  while (there > 0 && !after.startsWith(closing.slice(0, there))) there--
  view.dispatch({
    changes: { from, to: end + there, insert: name + closing },
    selection: { anchor: from + name.length + closing.length },
    userEvent: 'input.complete',
  })
}
