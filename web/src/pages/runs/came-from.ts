import { useLocation } from 'react-router'

/** What a link to a run hands over, for the way back to the list as it was. */
export interface CameFrom {
  /** The list's filters and page, as its address has them. */
  search: string
}

/** The list's part of the address, handed on by what leads to a run; empty where one came from elsewhere. */
export function useCameFrom(): CameFrom {
  const { search } = (useLocation().state ?? {}) as Partial<CameFrom>
  return { search: typeof search === 'string' ? search : '' }
}
