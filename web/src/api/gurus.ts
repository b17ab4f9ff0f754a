import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AnswerBody, RequestBody } from '../../../client/index.ts'
import { ask, client } from './client.ts'
import { useMe } from './me.ts'

export type Guru = AnswerBody<'readGuru', 200>

const guruKey = (guru: string) => ['guru', guru, 'guru'] as const

/** All gurus, for an admin; for others there are none to choose from. */
export function useGurus() {
  const { role } = useMe()
  return useQuery({
    queryKey: ['gurus'],
    queryFn: async () => (await ask(client.GET('/api/v1/gurus'))).gurus,
    enabled: role === 'admin',
  })
}

/** Makes a guru. */
export function useCreateGuru() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: RequestBody<'createGuru'>) => ask(client.POST('/api/v1/gurus', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['gurus'] }),
  })
}

/** A guru's own settings. */
export const useGuruSettings = (guru: string) =>
  useQuery({
    queryKey: guruKey(guru),
    queryFn: () => ask(client.GET('/api/v1/gurus/{guru}', { params: { path: { guru } } })),
  })

/** Changes settings of a guru; those that are not named stay. */
export function useChangeGuru(guru: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: RequestBody<'changeGuru'>) =>
      ask(client.PATCH('/api/v1/gurus/{guru}', { params: { path: { guru } }, body })),
    onSuccess: (changed) => {
      queries.setQueryData(guruKey(guru), changed)
      return queries.invalidateQueries({ queryKey: ['gurus'] })
    },
  })
}

/** Deletes a guru. The list of gurus is left to the page that is loaded next: this one belongs to the guru. */
export function useDeleteGuru(guru: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask(client.DELETE('/api/v1/gurus/{guru}', { params: { path: { guru } } })),
    onSuccess: () => queries.removeQueries({ queryKey: ['guru', guru] }),
  })
}
