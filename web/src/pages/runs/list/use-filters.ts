import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { FILTER_NAMES, matchOf, type RunFilters, readFilters } from './filters.ts'

/** The filters in the page's address, so that what is looked at can be sent to somebody and gone back to. */
export function useFilters() {
  const [query, setQuery] = useSearchParams()
  const filters = useMemo(() => readFilters(query), [query])
  const match = useMemo(() => matchOf(filters), [filters])
  /** A changed filter makes another list, which begins at its beginning. */
  const change = (changed: RunFilters) => {
    const next = { ...filters, ...changed }
    const kept = FILTER_NAMES.flatMap((name) => (next[name] ? [[name, next[name]]] : []))
    setQuery(new URLSearchParams(kept), { replace: true })
  }
  return {
    filters,
    match,
    change,
    clear: () => setQuery(new URLSearchParams(), { replace: true }),
    isFiltered: FILTER_NAMES.some((name) => filters[name] !== undefined),
  }
}
