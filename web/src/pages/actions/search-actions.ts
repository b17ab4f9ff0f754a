import type { Action } from '../../api/actions.ts'

/** The actions in whose name, description or trigger each word of the search stands. */
export function searchActions(actions: Action[], search: string): Action[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return actions.filter(({ name, description, trigger }) => {
    const text = `${name} ${description} ${trigger}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
