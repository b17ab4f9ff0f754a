import type { ImportResult } from '../../../api/imports.ts'

const CHANGES = ['created', 'replaced']

/** How many actions an import makes or replaces, or has. */
export const countChanges = ({ imported }: ImportResult): number =>
  imported.filter(({ outcome }) => CHANGES.includes(outcome)).length
