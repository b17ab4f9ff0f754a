import { queryOptions } from '@tanstack/react-query'
import { ask, client } from './client.ts'

/** Whose session the browser has. */
export const me = queryOptions({
  queryKey: ['me'],
  queryFn: () => ask(client.GET('/api/v1/me')),
  staleTime: 60_000,
})
