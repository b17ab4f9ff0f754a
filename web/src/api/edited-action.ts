import { useMutation, useQuery } from '@tanstack/react-query'
import type { RequestBody } from '../../../client/index.ts'
import { type Action, actionsKey, useActionsChanged } from './actions.ts'
import { ask, client } from './client.ts'

/** An action as it is saved. */
export type ActionBody = RequestBody<'createAction'>

/** An action, and what tells whether it is still that when it is saved. */
export interface Tagged {
  action: Action
  etag: string | null
}

/**
 * An action to be edited.
 * @param reading another one for each time that it has to be read anew: what is kept of a former time may be old
 */
export const useEditedAction = (guru: string, id: string, reading: number) =>
  useQuery({
    queryKey: [...actionsKey(guru), id, 'edited', reading],
    queryFn: () => withTag(client.GET('/api/v1/{guru}/actions/{id}', { params: { path: { guru, id } } })),
    // A form that is being filled in stays as it is.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

export interface Save {
  /** Null for a new action. */
  id: string | null
  body: ActionBody
  /** Where it is not null, nothing is saved over another one's change. */
  etag: string | null
}

/** Saves an action, new or not. */
export function useSaveAction(guru: string) {
  const changed = useActionsChanged(guru)
  return useMutation({
    mutationFn: ({ id, body, etag }: Save) =>
      id === null
        ? withTag(client.POST('/api/v1/{guru}/actions', { params: { path: { guru } }, body }))
        : withTag(
            client.PUT('/api/v1/{guru}/actions/{id}', {
              params: { path: { guru, id }, header: etag === null ? {} : { 'if-match': etag } },
              body,
            }),
          ),
    onSuccess: () => void changed(),
  })
}

async function withTag(
  call: Promise<{ data?: Action; error?: unknown; response: Response }>,
): Promise<Tagged> {
  const action = await ask(call)
  // It has been answered, or `ask` had thrown.
  const { response } = await call
  return { action, etag: response.headers.get('etag') }
}
