import { useMutation, useQuery } from '@tanstack/react-query'
import type { AnswerBody, RequestBody } from '../../../client/index.ts'
import { useActionsChanged } from './actions.ts'
import { ask, client } from './client.ts'

export type Secret = AnswerBody<'listSecrets', 200>['secrets'][number]
export type SecretInput = RequestBody<'putSecret'>

/** A guru's secrets; their values never come out. */
export const useSecrets = (guru: string) =>
  useQuery({
    queryKey: ['guru', guru, 'secrets'],
    queryFn: async () =>
      (await ask(client.GET('/api/v1/{guru}/secrets', { params: { path: { guru } } }))).secrets,
  })

/** Adds a secret, or replaces all of one. */
export function usePutSecret(guru: string) {
  const onSuccess = useActionsChanged(guru)
  return useMutation({
    mutationFn: ({ name, body }: { name: string; body: SecretInput }) =>
      ask(client.PUT('/api/v1/{guru}/secrets/{name}', { params: { path: { guru, name } }, body })),
    onSuccess,
    // The value is not kept once it is sent.
    gcTime: 0,
  })
}

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
