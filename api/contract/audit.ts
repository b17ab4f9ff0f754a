import { z } from 'zod'
import { AUDIT_ACTIONS, type AuditAction } from '../../domain/audit.ts'
import { pageLimit, time } from './common.ts'
import { operation } from './operation.ts'

const tag = 'Audit'

const actionNames = Object.keys(AUDIT_ACTIONS) as AuditAction[]

export const auditEventSchema = z
  .strictObject({
    id: z.string(),
    at: time,
    actor: z.string().meta({ description: 'As people call the caller: admin, key ci' }),
    actor_id: z.string().meta({ description: "admin, or the key's id; nobody for who had no key" }),
    action: z.enum(actionNames),
    subject: z.strictObject({ type: z.string(), id: z.string(), name: z.string().nullable() }),
    before: z.unknown().meta({ description: 'What the API showed of it; null where there was nothing' }),
    after: z.unknown(),
    from: z.strictObject({ address: z.string(), user_agent: z.string().nullable() }),
    request_id: z.string(),
  })
  .meta({ id: 'AuditEvent' })

const filter = {
  actor: z.string().max(200).optional().meta({ description: 'An actor, or its id' }),
  action: z.enum(actionNames).optional().meta({ description: 'What was done' }),
  subject: z.string().max(200).optional().meta({ description: 'The id of what events are about' }),
  from: z.iso.datetime({ offset: true }).optional().meta({ description: 'Events of then or later' }),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: 'Events before then' }),
  limit: pageLimit(200),
  cursor: z
    .string()
    .regex(/^\d{1,12}$/, 'must be the next_cursor of a page')
    .optional()
    .meta({ description: 'next_cursor of the page before' }),
}

const page = z.strictObject({
  events: z.array(auditEventSchema),
  next_cursor: z.string().nullable().meta({
    description: 'Of the next page. With a filter, a page may have fewer events than asked for, even none.',
  }),
})

export const audit = {
  listAuditEvents: operation({
    id: 'listAuditEvents',
    method: 'get',
    path: '/{guru}/audit',
    access: 'manage',
    tag,
    summary: 'Who changed what in a guru, newest first',
    query: z.strictObject(filter),
    answers: { 200: { description: 'Events', schema: page } },
    problems: [],
  }),
  listAllAuditEvents: operation({
    id: 'listAllAuditEvents',
    method: 'get',
    path: '/audit',
    access: 'admin',
    tag,
    summary: 'What concerns no single guru, or a guru that is gone',
    description:
      'Gurus that were made and deleted, sign-ins of the admin, networks that were locked out. With guru, the events of that one, also of those that had its slug before.',
    query: z.strictObject({ ...filter, guru: z.string().max(64).optional().meta({ description: 'A slug' }) }),
    answers: { 200: { description: 'Events', schema: page } },
    problems: [],
  }),
}
