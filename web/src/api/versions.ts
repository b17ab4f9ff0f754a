import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { AnswerBody } from '../../../client/index.ts'
import { actionsKey, useActionsChanged } from './actions.ts'
import { ask, client } from './client.ts'

export type Version = AnswerBody<'listActionVersions', 200>['versions'][number]

const versionsKey = (guru: string, id: string) => [...actionsKey(guru), id, 'versions']

/** What an action was, newest first, page by page. */
export const useVersions = (guru: string, id: string) =>
  useInfiniteQuery({
    queryKey: versionsKey(guru, id),
    queryFn: ({ pageParam, signal }) =>
      ask(
        client.GET('/api/v1/{guru}/actions/{id}/versions', {
          params: { path: { guru, id }, query: pageParam === null ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })

/** What an action is by now, and who has made it that, read anew for whoever asks. */
export const useLatestVersion = (guru: string, id: string) =>
  useQuery({
    queryKey: [...versionsKey(guru, id), 'latest'],
    queryFn: async () => {
      const params = { path: { guru, id }, query: { limit: '1' } }
      const read = await ask(client.GET('/api/v1/{guru}/actions/{id}/versions', { params }))
      return read.versions[0] ?? null
    },
    gcTime: 0,
  })

/** Makes an older version the current one. */
export function useRestoreVersion(guru: string, id: string) {
  const onSuccess = useActionsChanged(guru)
  return useMutation({
    mutationFn: (version: number) =>
      ask(
        client.POST('/api/v1/{guru}/actions/{id}/versions/{n}/restore', {
          params: { path: { guru, id, n: String(version) } },
        }),
      ),
    onSuccess,
  })
}
