import { useInfiniteQuery } from '@tanstack/react-query'
import type { AnswerBody } from '../../../client/index.ts'
import { ask, client } from './client.ts'

export type AuditPage = AnswerBody<'listAuditEvents', 200>
export type AuditEvent = AuditPage['events'][number]

export interface AuditFilter {
  action?: AuditEvent['action']
  actor?: string
}

const PAGE_SIZE = '50'

/** Who changed what in a guru, or, for null, what concerns no single one; newest first, page by page. */
export const useAuditEvents = (guru: string | null, filter: AuditFilter) =>
  useInfiniteQuery({
    queryKey: ['guru', guru, 'audit', filter],
    queryFn: ({ pageParam: cursor }) => {
      const query = { ...filter, limit: PAGE_SIZE, ...(cursor && { cursor }) }
      return guru === null
        ? ask(client.GET('/api/v1/audit', { params: { query } }))
        : ask(client.GET('/api/v1/{guru}/audit', { params: { path: { guru }, query } }))
    },
    initialPageParam: '',
    getNextPageParam: (page: AuditPage) => page.next_cursor,
  })
