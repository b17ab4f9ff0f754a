import { useQuery } from '@tanstack/react-query'
import type { AnswerBody } from '../../../client/index.ts'
import { ask, client } from './client.ts'

export type Action = AnswerBody<'readAction', 200>

export const actionsKey = (guru: string) => ['guru', guru, 'actions'] as const

/** The actions of a guru, and how many it may have. */
export const useActions = (guru: string) =>
  useQuery({
    queryKey: actionsKey(guru),
    queryFn: () => ask(client.GET('/api/v1/{guru}/actions', { params: { path: { guru } } })),
  })
