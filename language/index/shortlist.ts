import type { OfferedAction } from '../../domain/language.ts'
import type { Token } from '../builtin/match/tokens.ts'
import { type ActionIndex, createActionIndex } from './action-index.ts'

/**
 * Which index an action is in. Callers pass the same objects for as long as nothing changed: that is how a guru's
 * index is found again, and kept for no longer than its actions.
 */
const homes = new WeakMap<OfferedAction, ActionIndex>()

/**
 * The actions that are worth weighing for a question: all of them where there are few, else the nearest ones by words,
 * filled up with others where too few share a word with it.
 */
export function shortlist(
  question: readonly Token[],
  actions: OfferedAction[],
  most: number,
): OfferedAction[] {
  if (actions.length <= most) return actions
  const near = new Set(indexOf(actions).nearest(question).slice(0, most))
  for (const action of actions) {
    if (near.size >= most) break
    near.add(action)
  }
  return [...near]
}

function indexOf(actions: OfferedAction[]): ActionIndex {
  const known = actions.find((action) => homes.has(action))
  const index = (known && homes.get(known)) ?? createActionIndex()
  for (const added of index.update(actions)) homes.set(added, index)
  return index
}
