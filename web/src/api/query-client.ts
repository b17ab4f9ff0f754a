import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ProblemError } from './client.ts'
import { signedOut } from './signed-out.ts'

/** For how long what was read counts as new, ms: going back and forth between pages asks nothing again. */
const FRESH_MS = 5_000
const MOST_RETRIES = 3

const onError = (error: Error) => {
  if (error instanceof ProblemError && error.problem.status === 401) signedOut()
}

/** What the API has said, kept for all pages. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // What was refused once is refused again; only what could not be reached, or is too busy, is asked again.
      retry: (count, error) =>
        count < MOST_RETRIES &&
        error instanceof ProblemError &&
        (error.problem.status === 503 || error.problem.status === 429),
      retryDelay: (count, error) =>
        (error instanceof ProblemError && error.retryAfter ? error.retryAfter : 2 ** count) * 1_000,
    },
  },
})
