import type { Delta } from '../../domain/workflow-contract.ts'

/** The text of one answer as its deltas tell it. */
export interface Words {
  take(delta: Delta): void
  text(): string
}

/** A later attempt begins anew; its words take the place of the former's once they say something else, or more. */
export function createWords(): Words {
  let attempt = 0
  let latest = ''
  let text = ''
  return {
    take({ attempt: of, index, text: piece }) {
      if (of < attempt) return
      if (of > attempt) latest = ''
      attempt = of
      // One that was lost comes once more, with the next.
      if (index > latest.length || index + piece.length <= latest.length) return
      latest = latest.slice(0, index) + piece
      if (!text.startsWith(latest)) text = latest
    },
    text: () => text,
  }
}
