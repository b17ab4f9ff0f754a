import { Facet } from '@codemirror/state'

/** The names that placeholders may use; null where they are not checked. */
export const knownNames = Facet.define<string[] | null, string[] | null>({
  combine: (values) => values[0] ?? null,
})
