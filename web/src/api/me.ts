import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { ask, client } from './client.ts'
import { me } from './me-query.ts'

/** Whose session the browser has. Suspends until it is known. */
export const useMe = () => useSuspenseQuery(me).data

/** Signs in with a key or with the token of a link. */
export const useSignIn = () =>
  useMutation({
    mutationFn: (body: { key: string } | { token: string }) =>
      ask(client.POST('/api/v1/auth/session', { body })),
    // The key is not kept once it is sent.
    gcTime: 0,
  })

export const useSignOut = () => useMutation({ mutationFn: () => ask(client.DELETE('/api/v1/auth/session')) })
