import { useQuery } from '@tanstack/react-query'
import type { AnswerBody } from '../../../client/index.ts'
import { ask, client } from './client.ts'

export type Template = AnswerBody<'listTemplates', 200>['templates'][number]

/** Ready-made actions; the same as long as the server runs. */
export const useTemplates = () =>
  useQuery({
    queryKey: ['templates'],
    queryFn: async () => (await ask(client.GET('/api/v1/templates'))).templates,
    staleTime: Number.POSITIVE_INFINITY,
  })
