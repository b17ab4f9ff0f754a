import type { Problem } from '../domain/problems.ts'

/** What keeps an action of an import from being saved; `index` counts in what was planned. */
export interface Conflict {
  index: number
  problem: Problem
}

/** Of a guru whose limit leaves no room for all new actions. */
export interface Room {
  limit: number
  wanted: number
  free: number
}

/** Nothing was imported, because of all of these. */
export class ImportConflict extends Error {
  readonly conflicts: Conflict[]
  readonly room: Room | null

  constructor(conflicts: Conflict[], room: Room | null) {
    super('The import was refused.')
    this.name = 'ImportConflict'
    this.conflicts = conflicts.toSorted((one, other) => one.index - other.index)
    this.room = room
  }
}
