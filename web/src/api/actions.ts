import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Draft } from './action-types.ts'
import { ask, client } from './client.ts'

export type { Action, Draft } from './action-types.ts'

export const actionsKey = (guru: string) => ['guru', guru, 'actions'] as const

/** The actions of a guru, and how many it may have. */
export const useActions = (guru: string) =>
  useQuery({
    queryKey: actionsKey(guru),
    queryFn: () => ask(client.GET('/api/v1/{guru}/actions', { params: { path: { guru } } })),
  })

/** Has what depends on a guru's actions read anew: secrets say which use them, advice which are like one. */
export function useActionsChanged(guru: string) {
  const queries = useQueryClient()
  return () =>
    Promise.all(
      ['actions', 'secrets', 'advice'].map((resource) =>
        queries.invalidateQueries({ queryKey: ['guru', guru, resource] }),
      ),
    )
}

/** Saves a new action. */
export function useCreateAction(guru: string) {
  const onSuccess = useActionsChanged(guru)
  return useMutation({
    mutationFn: (body: Draft) =>
      ask(client.POST('/api/v1/{guru}/actions', { params: { path: { guru } }, body })),
    onSuccess,
  })
}

/** Enables or disables an action; enabling is refused while it lacks a secret. */
export function useSetEnabled(guru: string) {
  const onSettled = useActionsChanged(guru)
  return useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }) => {
      const init = { params: { path: { guru, id } } }
      return ask(
        enabled
          ? client.POST('/api/v1/{guru}/actions/{id}/enable', init)
          : client.POST('/api/v1/{guru}/actions/{id}/disable', init),
      )
    },
    onSettled,
  })
}

/** Deletes an action. */
export function useDeleteAction(guru: string) {
  const onSettled = useActionsChanged(guru)
  return useMutation({
    mutationFn: (id: string) =>
      ask(client.DELETE('/api/v1/{guru}/actions/{id}', { params: { path: { guru, id } } })),
    onSettled,
  })
}

/** Where a browser gets an action as a file; without an id, all of a guru's actions. */
export const exportAddress = (guru: string, id?: string) =>
  `/api/v1/${encodeURIComponent(guru)}/actions${id === undefined ? '' : `/${encodeURIComponent(id)}`}/export`
