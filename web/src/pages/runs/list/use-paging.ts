import { useLocation, useNavigate, useSearchParams } from 'react-router'

interface PagingState {
  /** The cursors of the pages before this one; null is the first page's. */
  before?: (string | null)[]
}

/** Where in the history one is. The cursor stands in the address; the way there goes with the browser's history. */
export function usePaging() {
  const navigate = useNavigate()
  const { state } = useLocation() as { state: PagingState | null }
  const [query] = useSearchParams()
  const cursor = query.get('cursor') ?? undefined
  const before = cursor ? (state?.before ?? []) : []

  const go = (to: string | null, way: (string | null)[]) => {
    const next = new URLSearchParams(query)
    if (to) next.set('cursor', to)
    else next.delete('cursor')
    void navigate({ search: next.toString() }, { state: { before: way } satisfies PagingState })
  }
  return {
    cursor,
    /** Null where it isn't known: the address came from somewhere else. */
    page: cursor ? before.length + 1 || null : 1,
    first: () => go(null, []),
    newer: before.length > 0 ? () => go(before.at(-1) ?? null, before.slice(0, -1)) : null,
    older: (to: string) => go(to, [...before, cursor ?? null]),
  }
}
