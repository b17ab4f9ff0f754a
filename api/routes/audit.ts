import type { z } from 'zod'
import { EVERY_GURU } from '../../domain/audit.ts'
import { type AuditFilter, readEvents } from '../../storage/audit.ts'
import type { AuditEventDocument } from '../../storage/models.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { type Served, serve } from '../serve.ts'

const PAGE = 50

type Query = z.output<typeof contract.listAuditEvents.query>

/** The audit log. Nothing here can change it. */
export function auditRoutes({ storage }: Pick<ApiDependencies, 'storage'>): Served[] {
  const page = async (guru: string, { limit = PAGE, cursor, ...query }: Query, since?: Date) => {
    const filter: AuditFilter = {
      actor: query.actor,
      action: query.action,
      subject: query.subject,
      from: latest(query.from && new Date(query.from), since),
      to: query.to ? new Date(query.to) : undefined,
    }
    const { events, next } = await readEvents(
      storage,
      guru,
      filter,
      limit,
      cursor ? Number(cursor) : undefined,
    )
    return { events: events.map(eventView), next_cursor: next === null ? null : String(next) }
  }
  return [
    // What happened to another guru of the same slug, before, is not for the keys of this one.
    serve(contract.listAuditEvents, ({ guru, query }) => page(guru._id, query, guru.created_at)),
    serve(contract.listAllAuditEvents, ({ query: { guru, ...query } }) => page(guru ?? EVERY_GURU, query)),
  ]
}

const latest = (...dates: (Date | undefined | '')[]): Date | undefined =>
  dates.filter((date) => date instanceof Date).toSorted((a, b) => b.getTime() - a.getTime())[0]

const eventView = (event: AuditEventDocument) => ({
  id: event._id,
  at: event.at.toISOString(),
  actor: event.actor,
  actor_id: event.actor_id,
  action: event.action,
  subject: { type: event.subject.type, id: event.subject.id, name: event.subject.name ?? null },
  before: event.before ?? null,
  after: event.after ?? null,
  from: { address: event.from.address, user_agent: event.from.user_agent ?? null },
  request_id: event.request_id,
})
