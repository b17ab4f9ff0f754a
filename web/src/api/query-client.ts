import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ProblemError } from './client.ts'
import { signedInAgain, signedOut } from './signed-out.tsx'

/** For how long what was read counts as new, ms: going back and forth between pages asks nothing again. */
const FRESH_MS = 5_000
const MOST_RETRIES = 3

const onError = (error: Error) => {
  if (error instanceof ProblemError && error.problem.status === 401) signedOut(queryClient)
}

/** What the API has said, kept for all pages. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError, onSuccess: signedInAgain }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    // A browser that thinks itself offline may well reach a machine beside it. What cannot be reached says so at once: a
    // change that waits until it can be made would surprise whoever had given it up.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
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
