import { useMutation } from '@tanstack/react-query'
import type { AnswerBody } from '../../../client/index.ts'
import { ask, client } from './client.ts'

export type Match = AnswerBody<'matchQuestion', 200>

/** What a question would run. Runs nothing. */
export const useMatch = (guru: string) =>
  useMutation({
    mutationFn: (question: string) =>
      ask(client.POST('/api/v1/{guru}/actions/match', { params: { path: { guru } }, body: { question } })),
  })
