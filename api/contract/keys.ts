import { z } from 'zod'
import { keyInputSchema } from '../../storage/keys.ts'
import { idOf, time, timeOrNull } from './common.ts'
import { operation } from './operation.ts'

const tag = 'Keys'

const key = {
  id: z.string(),
  name: z.string(),
  role: z.enum(['manage', 'chat']),
  hint: z.string().nullable().meta({ description: 'The four characters after errand_, to tell it by' }),
  created_at: time,
  created_by: z.string().nullable(),
  last_used_at: timeOrNull.meta({ description: 'To the minute; null where it never was' }),
}
export const keySchema = z.strictObject(key).meta({ id: 'Key' })
const madeKeySchema = z
  .strictObject({ ...key, key: z.string().meta({ description: 'Shown this once' }) })
  .meta({ id: 'MadeKey' })

export const keys = {
  listKeys: operation({
    id: 'listKeys',
    method: 'get',
    path: '/gurus/{guru}/keys',
    access: 'admin',
    tag,
    summary: "List a guru's keys",
    answers: { 200: { description: 'Its keys', schema: z.strictObject({ keys: z.array(keySchema) }) } },
    problems: ['not_found'],
  }),
  createKey: operation({
    id: 'createKey',
    method: 'post',
    path: '/gurus/{guru}/keys',
    access: 'admin',
    tag,
    summary: 'Create a key of a guru',
    body: keyInputSchema,
    audit: ['key.created'],
    answers: { 201: { description: 'The key, which is not shown again', schema: madeKeySchema } },
    problems: ['not_found', 'validation_failed'],
  }),
  revokeKey: operation({
    id: 'revokeKey',
    method: 'delete',
    path: '/gurus/{guru}/keys/{id}',
    params: { id: idOf('key') },
    access: 'admin',
    tag,
    summary: 'Revoke a key',
    description: 'At once, in all processes.',
    audit: ['key.revoked'],
    answers: { 204: { description: 'It opens nothing any more' } },
    problems: ['not_found'],
  }),
}
