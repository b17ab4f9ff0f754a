import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * What is typed over a selection is put in by the editor, not by the browser: that one copies the look of what was
 * selected into a style, which the page's policy refuses.
 */
export const typeOverSelection: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main, ranges } = view.state.selection
    const { data } = event
    if (event.inputType !== 'insertText' || !data || main.empty || ranges.length > 1 || view.composing)
      return false
    const { from, to } = main
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true })
    const taken = view.state
      .facet(EditorView.inputHandler)
      .some((handler) => handler(view, from, to, data, insert))
    if (!taken) view.dispatch(insert())
    event.preventDefault()
    return true
  },
})
