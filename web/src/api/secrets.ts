import { useMutation, useQuery } from '@tanstack/react-query'
import type { AnswerBody, RequestBody } from '../../../client/index.ts'
import { useActionsChanged } from './actions.ts'
import { ask, client, ProblemError } from './client.ts'

export type Secret = AnswerBody<'listSecrets', 200>['secrets'][number]
export type SecretInput = RequestBody<'putSecret'>

/** A guru's secrets; their values never come out. */
export const useSecrets = (guru: string) =>
  useQuery({
    queryKey: ['guru', guru, 'secrets'],
    queryFn: async () =>
      (await ask(client.GET('/api/v1/{guru}/secrets', { params: { path: { guru } } }))).secrets,
  })

/** Adds a secret, or replaces all of one. With `isNew` it is refused where there is one, by a 412. */
export function usePutSecret(guru: string) {
  const onSettled = useActionsChanged(guru)
  return useMutation({
    mutationFn: ({ name, body, isNew }: { name: string; body: SecretInput; isNew: boolean }) =>
      ask(
        client.PUT('/api/v1/{guru}/secrets/{name}', {
          params: { path: { guru, name }, header: isNew ? { 'if-none-match': '*' } : {} },
          body,
        }),
      ),
    // A refusal tells of a secret that is not in the list yet.
    onSettled,
    // The value is not kept once it is sent.
    gcTime: 0,
  })
}

/** Whether a secret was not made since there is one of its name. */
export const isSetAlready = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.status === 412

/** Deletes a secret, and answers the actions that are disabled for want of it. */
export function useDeleteSecret(guru: string) {
  const onSettled = useActionsChanged(guru)
  return useMutation({
    mutationFn: async (name: string) =>
      (await ask(client.DELETE('/api/v1/{guru}/secrets/{name}', { params: { path: { guru, name } } })))
        .disabled_actions,
    onSettled,
  })
}
