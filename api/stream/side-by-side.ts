import type { HistoryEvent } from '../temporal/event-history.ts'

/** A history among several that are read at once. */
export interface Strand {
  readonly index: number
  /** Its next event, once it is there. */
  readonly head: HistoryEvent | null
  /** The number of the last event that was taken. */
  readonly last: number
  readonly done: boolean
}

/** Reads histories side by side: of each one event ahead, and no more before that is taken. */
export interface SideBySide {
  readonly strands: readonly Strand[]
  add(events: AsyncGenerator<HistoryEvent, void>): void
  /**
   * The next event of one of those that may go on, whose head is then gone; null where none will ever: all are done,
   * or each waits for another.
   * @throws what reading one of them threw
   */
  next(mayGoOn: (strand: Strand) => boolean): Promise<{ strand: Strand; event: HistoryEvent } | null>
}

export function readSideBySide(): SideBySide {
  const strands: (Strand & { read(): void; take(): HistoryEvent })[] = []
  const failures: unknown[] = []
  let changed = Promise.withResolvers<void>()
  const change = (): void => {
    changed.resolve()
    changed = Promise.withResolvers()
  }

  return {
    strands,
    add(events) {
      let head: HistoryEvent | null = null
      let last = 0
      let done = false
      const read = (): void => {
        events
          .next()
          .then(
            (result) => {
              if (result.done) done = true
              else head = result.value
            },
            (error: unknown) => failures.push(error),
          )
          .finally(change)
      }
      const index = strands.length
      strands.push({
        index,
        get head() {
          return head
        },
        get last() {
          return last
        },
        get done() {
          return done
        },
        read,
        take() {
          const event = head as HistoryEvent
          head = null
          last = Number(event.eventId)
          read()
          return event
        },
      })
      read()
    },
    async next(mayGoOn) {
      for (;;) {
        if (failures.length > 0) throw failures[0]
        const strand = strands.find((one) => one.head !== null && mayGoOn(one))
        if (strand) return { strand, event: strand.take() }
        if (strands.every((one) => one.done || one.head !== null)) return null
        await changed.promise
      }
    },
  }
}
