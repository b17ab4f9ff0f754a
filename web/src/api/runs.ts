import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AnswerBody, RequestBody } from '../../../client/index.ts'
import type { RunStatus, Trigger } from '../../../domain/run.ts'
import { ask, client } from './client.ts'

export type Run = AnswerBody<'readRun', 200>
export type RunStats = AnswerBody<'readRunStats', 200>

/** Which runs are looked for; times are ISO 8601. */
export interface RunMatch {
  action_id?: string
  trigger?: Trigger
  status?: RunStatus
  from?: string
  to?: string
}

/** How many runs a page of the history has. */
export const PAGE_SIZE = 50
/** What has begun meanwhile is seen within this time, ms. */
const LIST_EVERY_MS = 2_000
const RUN_EVERY_MS = 1_000
const ENDED_FOR_MS = 600_000
/** The API counts no more often. */
const STATS_EVERY_MS = 30_000

export const runsKey = (guru: string) => ['guru', guru, 'runs'] as const
const pageKey = (guru: string, match: RunMatch, cursor?: string) => [...runsKey(guru), 'list', match, cursor]
export const runKey = (guru: string, id: string) => [...runsKey(guru), 'one', id]

/** Whether a run can still change. */
export const isOpen = ({ finished_at }: Pick<Run, 'finished_at'>): boolean => finished_at === null

const page = (guru: string, match: RunMatch, cursor?: string) => ({
  queryKey: pageKey(guru, match, cursor),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    ask(
      client.GET('/api/v1/{guru}/runs', {
        params: { path: { guru }, query: { ...match, limit: PAGE_SIZE, cursor } },
        signal,
      }),
    ),
})

/**
 * A page of the history, kept up to date while somebody looks at it: the first one always, others while one of
 * their runs can change.
 */
export const useRuns = (guru: string, match: RunMatch, cursor?: string) =>
  useQuery({
    ...page(guru, match, cursor),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (!cursor || data?.runs.some(isOpen) ? LIST_EVERY_MS : false),
  })

/** Fetches a page before it is asked for. */
export function useRunsAhead(guru: string, match: RunMatch): (cursor: string) => void {
  const queries = useQueryClient()
  return (cursor) => void queries.prefetchQuery(page(guru, match, cursor))
}

/** One run with all that is known of it, followed until it ends. */
export const useRun = (guru: string, id: string, everyMs = RUN_EVERY_MS) =>
  useQuery({
    queryKey: runKey(guru, id),
    queryFn: ({ signal }) =>
      ask(client.GET('/api/v1/{guru}/runs/{id}', { params: { path: { guru, id } }, signal })),
    refetchInterval: ({ state: { data } }) => (data && isOpen(data) ? everyMs : false),
    // What has ended stays as it is.
    staleTime: ({ state: { data } }) => (data && !isOpen(data) ? ENDED_FOR_MS : 0),
  })

/** How many runs there were over time, and how long they took. */
export const useRunStats = (guru: string, match: Omit<RunMatch, 'status'>, buckets: number) =>
  useQuery({
    queryKey: [...runsKey(guru), 'stats', match, buckets],
    queryFn: ({ signal }) =>
      ask(
        client.GET('/api/v1/{guru}/runs/stats', {
          params: { path: { guru }, query: { ...match, buckets } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: STATS_EVERY_MS,
    refetchInterval: STATS_EVERY_MS,
  })

/** Something that is done to a run, after which it and all lists are read anew. */
function useChange<Variables>(guru: string, id: string, change: (variables: Variables) => Promise<Run>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    // Also where it was refused: then the run is not what the page shows.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: runKey(guru, id) }),
        queries.invalidateQueries({ queryKey: [...runsKey(guru), 'list'] }),
      ]),
  })
}

const pathOf = (guru: string, id: string) => ({ params: { path: { guru, id } } })

export const useCancelRun = (guru: string, id: string) =>
  useChange(guru, id, () =>
    ask(client.POST('/api/v1/{guru}/runs/{id}/cancel', { ...pathOf(guru, id), body: {} })),
  )

export const useApproveRun = (guru: string, id: string) =>
  useChange(guru, id, (body: RequestBody<'approveRun'>) =>
    ask(client.POST('/api/v1/{guru}/runs/{id}/approve', { ...pathOf(guru, id), body })),
  )

export const useRejectRun = (guru: string, id: string) =>
  useChange(guru, id, (body: RequestBody<'rejectRun'>) =>
    ask(client.POST('/api/v1/{guru}/runs/{id}/reject', { ...pathOf(guru, id), body })),
  )

export const useRerun = (guru: string, id: string) =>
  useChange(guru, id, (body: RequestBody<'rerunRun'>) =>
    ask(client.POST('/api/v1/{guru}/runs/{id}/rerun', { ...pathOf(guru, id), body })),
  )

/** Where all matching runs can be had as lines of JSON. */
export const exportAddress = (guru: string, match: RunMatch): string =>
  `/api/v1/${encodeURIComponent(guru)}/runs/export?${new URLSearchParams({ ...match })}`

/** Where a file that a run left can be had. */
export const artifactAddress = (guru: string, run: string, name: string): string =>
  `/api/v1/${encodeURIComponent(guru)}/runs/${encodeURIComponent(run)}/artifacts/${encodeURIComponent(name)}`
