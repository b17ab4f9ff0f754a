import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ParameterValues } from '../../../domain/parameter.ts'
import type { Draft } from './action-types.ts'
import { ask, client } from './client.ts'
import { latestRunsKey } from './latest-runs.ts'
import { isOpen, type Run, runKey, runsKey } from './runs.ts'

const LOOK_AGAIN_MS = 1_000

/** Runs a saved action by hand. Answers as soon as the run has started: follow it with `useStartedRun`. */
export function useTrigger(guru: string) {
  const onSuccess = useRunsChanged(guru)
  return useMutation({
    mutationFn: ({ id, parameters }: { id: string; parameters: ParameterValues }) =>
      ask(
        client.POST('/api/v1/{guru}/actions/{id}/trigger', {
          params: { path: { guru, id } },
          body: { parameters },
        }),
      ),
    onSuccess,
  })
}

/** Runs an action as it is now, saved or not. Answers as soon as the run has started, as `useTrigger` does. */
export function useTestAction(guru: string) {
  const onSuccess = useRunsChanged(guru)
  return useMutation({
    mutationFn: (body: { action: Draft; parameters: ParameterValues }) =>
      ask(
        client.POST('/api/v1/{guru}/actions/test', {
          params: { path: { guru }, query: { wait: 'false' } },
          body,
        }),
      ),
    onSuccess,
  })
}

/** A run that was just started, as it goes on until it has ended. */
export function useStartedRun(guru: string, started: Run | undefined): Run | undefined {
  const queries = useQueryClient()
  const id = started?.id ?? ''
  const { data = started } = useQuery({
    queryKey: runKey(guru, id),
    queryFn: async () => {
      const run = await ask(client.GET('/api/v1/{guru}/runs/{id}', { params: { path: { guru, id } } }))
      if (!isOpen(run)) void queries.invalidateQueries({ queryKey: latestRunsKey(guru) })
      return run
    },
    enabled: started !== undefined && isOpen(started),
    refetchInterval: ({ state }) => (!state.data || isOpen(state.data)) && LOOK_AGAIN_MS,
  })
  return data
}

function useRunsChanged(guru: string) {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: runsKey(guru) })
}
