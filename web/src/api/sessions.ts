import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AnswerBody } from '../../../client/index.ts'
import { ask, client } from './client.ts'

export type Session = AnswerBody<'readSession', 200>
export type Message = Session['messages'][number]
export type AnsweredAction = Message['actions'][number]
export type ListedSession = AnswerBody<'listSessions', 200>['sessions'][number]

export const sessionsKey = (guru: string) => ['guru', guru, 'sessions'] as const
export const sessionKey = (guru: string, id: string) => ['guru', guru, 'session', id] as const

/** The conversations of whoever is signed in, page by page, newest first. */
export const useSessions = (guru: string) =>
  useInfiniteQuery({
    queryKey: sessionsKey(guru),
    queryFn: ({ pageParam }) =>
      ask(
        client.GET('/api/v1/{guru}/sessions', {
          params: { path: { guru }, query: { ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // Named by its first question, once that is answered.
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ sessions }) => sessions.some(isUntitled)) ? UNTITLED_EVERY_MS : false,
  })

const UNTITLED_EVERY_MS = 3_000
const UNTITLED_FOR_MS = 600_000

const isUntitled = ({ title, started_at }: ListedSession): boolean =>
  title === null && Date.now() - new Date(started_at).getTime() < UNTITLED_FOR_MS

/**
 * A conversation. Asked for again while an answer in it is still to come.
 * @param isExpected whether one is to come that the conversation does not tell of
 */
export const useSession = (guru: string, id: string | undefined, isExpected: boolean) =>
  useQuery({
    queryKey: sessionKey(guru, id ?? ''),
    queryFn: () =>
      ask(
        client.GET('/api/v1/{guru}/sessions/{session_id}', {
          params: { path: { guru, session_id: id ?? '' } },
        }),
      ),
    enabled: id !== undefined,
    refetchInterval: ({ state: { data } }) =>
      isExpected ? SOONEST_MS : data ? nextLook(data.messages, Date.now()) : false,
  })

/** Deletes a conversation. */
export function useDeleteSession(guru: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (session_id: string) =>
      ask(client.DELETE('/api/v1/{guru}/sessions/{session_id}', { params: { path: { guru, session_id } } })),
    onSuccess: async (_deleted, id) => {
      await queries.invalidateQueries({ queryKey: sessionsKey(guru) })
      // Not before: a page that still shows it would ask for it again.
      queries.removeQueries({ queryKey: sessionKey(guru, id) })
    },
  })
}

const SOONEST_MS = 2_000
const LATEST_MS = 30_000

/**
 * After how many ms it is worth looking for an answer that is to come, the later the longer it has not come; false
 * where none is to come.
 */
export function nextLook(messages: Pick<Message, 'at' | 'actions'>[], now: number): number | false {
  if (messages.length === 0) return SOONEST_MS
  const open = messages.findLast(({ actions }) => actions.some(isOpen))
  if (!open) return false
  const age = now - new Date(open.at).getTime()
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, age / 10))
}

/** Whether more is to come of it. */
export const isOpen = ({ status }: Pick<AnsweredAction, 'status'>): boolean =>
  status === 'running' || status === 'awaiting_approval'
