import { useQuery } from '@tanstack/react-query'
import { ask, client } from './client.ts'
import { isOpen, type Run, runsKey } from './runs.ts'

const PAGE = 100
/** How often it is looked for others, such as a schedule's; more often while one can change. */
const LOOK_AGAIN_MS = 10_000
const WHILE_OPEN_MS = 2_000

export const latestRunsKey = (guru: string) => [...runsKey(guru), 'latest'] as const

const listRuns = (guru: string, query: { action_id?: string; limit: number }) =>
  ask(client.GET('/api/v1/{guru}/runs', { params: { path: { guru }, query } }))

/** The latest runs of a guru's actions, under way first; as one page, so that many actions cost one question. */
export const useLatestRuns = (guru: string) =>
  useQuery({
    queryKey: latestRunsKey(guru),
    queryFn: () => listRuns(guru, { limit: PAGE }),
    refetchInterval: ({ state }) => (state.data?.runs.some(isOpen) ? WHILE_OPEN_MS : LOOK_AGAIN_MS),
  })

/** An action's last run; null where it has none. Asks for it only where the latest runs of all don't have it. */
export function useLastRun(guru: string, action: string): Run | null | undefined {
  const { data: latest } = useLatestRuns(guru)
  const found = latest?.runs.find((run) => run.action.id === action)
  const isElsewhere = latest !== undefined && !found && latest.next_cursor !== null
  const { data: own } = useQuery({
    queryKey: [...latestRunsKey(guru), action],
    queryFn: () => listRuns(guru, { action_id: action, limit: 1 }),
    enabled: isElsewhere,
  })
  if (found) return found
  if (isElsewhere) return own && (own.runs[0] ?? null)
  return latest && null
}
