import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AnswerBody, RequestBody } from '../../../client/index.ts'
import { ask, client } from './client.ts'

export type Key = AnswerBody<'listKeys', 200>['keys'][number]

const keysKey = (guru: string) => ['guru', guru, 'keys'] as const

/** The keys of a guru, without what opens anything. */
export const useKeys = (guru: string) =>
  useQuery({
    queryKey: keysKey(guru),
    queryFn: async () =>
      (await ask(client.GET('/api/v1/gurus/{guru}/keys', { params: { path: { guru } } }))).keys,
  })

/** Makes a key; what is answered is the only time that it is seen. */
export function useCreateKey(guru: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: RequestBody<'createKey'>) =>
      ask(client.POST('/api/v1/gurus/{guru}/keys', { params: { path: { guru } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keysKey(guru) }),
    // The key is not kept once it is not shown any more.
    gcTime: 0,
  })
}

/** Revokes a key: from then on it opens nothing. */
export function useRevokeKey(guru: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      ask(client.DELETE('/api/v1/gurus/{guru}/keys/{id}', { params: { path: { guru, id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keysKey(guru) }),
  })
}
