import { z } from 'zod'
import { secretNameSchema } from '../../domain/secret-name.ts'
import { secretInputSchema } from '../../storage/secrets.ts'
import { namedAction, time } from './common.ts'
import { onlyIfNewHeaders } from './entity-tags.ts'
import { operation } from './operation.ts'

const tag = 'Secrets'
const params = { name: secretNameSchema.meta({ description: 'The name of the secret' }) }

export const secretSchema = z
  .strictObject({
    name: z.string(),
    mask: z.boolean(),
    allowed_hosts: z.array(z.string()),
    created_at: time,
    updated_at: time,
    used_by: z.array(namedAction),
  })
  .meta({ id: 'Secret', description: 'All but its value, which never comes out' })

export const secrets = {
  listSecrets: operation({
    id: 'listSecrets',
    method: 'get',
    path: '/{guru}/secrets',
    access: 'manage',
    tag,
    summary: 'List secrets, without their values',
    answers: {
      200: { description: 'All secrets', schema: z.strictObject({ secrets: z.array(secretSchema) }) },
    },
    problems: [],
  }),
  putSecret: operation({
    id: 'putSecret',
    method: 'put',
    path: '/{guru}/secrets/{name}',
    params,
    access: 'manage',
    tag,
    audit: ['secret.created', 'secret.updated'],
    summary: 'Set a secret, new or not',
    description:
      'Replaces all that belonged to the old value, allowed_hosts included. With `If-None-Match: *` nothing is replaced.',
    body: secretInputSchema,
    headers: onlyIfNewHeaders,
    answers: {
      200: { description: 'The secret, which was there before', schema: secretSchema },
      201: { description: 'The secret, which is new', schema: secretSchema },
    },
    usually: 200,
    problems: ['conflict', 'precondition_failed'],
  }),
  deleteSecret: operation({
    id: 'deleteSecret',
    method: 'delete',
    path: '/{guru}/secrets/{name}',
    params,
    access: 'manage',
    tag,
    audit: ['secret.deleted'],
    summary: 'Delete a secret, and disable the actions that use it',
    answers: {
      200: {
        description: 'The actions that were enabled until now',
        schema: z.strictObject({ disabled_actions: z.array(namedAction) }),
      },
    },
    problems: [],
  }),
}
