import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RequestBody } from '../../../client/index.ts'
import { ask, client } from './client.ts'
import { useMe } from './me.ts'

/** All gurus, for an admin; for others there are none to choose from. */
export function useGurus() {
  const { role } = useMe()
  return useQuery({
    queryKey: ['gurus'],
    queryFn: async () => (await ask(client.GET('/api/v1/gurus'))).gurus,
    enabled: role === 'admin',
  })
}

export function useCreateGuru() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: RequestBody<'createGuru'>) => ask(client.POST('/api/v1/gurus', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['gurus'] }),
  })
}
