import { z } from 'zod'
import { actionSchema, exportedActionSchema } from './action-schema.ts'
import { actionId, pageLimit, time } from './common.ts'
import { etagHeader, ifMatchHeaders } from './entity-tags.ts'
import { operation } from './operation.ts'

const tag = 'Actions'

const versionNumber = z.string().regex(/^[1-9]\d{0,8}$/, 'must be the number of a version')

const versionSchema = z
  .strictObject({
    version: z.int(),
    changed_at: time,
    changed_by: z.string(),
    action: z.strictObject({ version: z.int(), ...exportedActionSchema.shape }),
  })
  .meta({ id: 'ActionVersion', description: 'What an action was, as it would be exported' })

export const actionVersions = {
  listActionVersions: operation({
    id: 'listActionVersions',
    method: 'get',
    path: '/{guru}/actions/{id}/versions',
    access: 'manage',
    tag,
    summary: "List an action's versions, newest first",
    description: 'Those of a deleted action stay.',
    params: { id: actionId },
    query: z.strictObject({
      limit: pageLimit(100),
      cursor: versionNumber.optional().meta({ description: 'The next_cursor of a page' }),
    }),
    answers: {
      200: {
        description: 'Its versions',
        schema: z.strictObject({ versions: z.array(versionSchema), next_cursor: z.string().nullable() }),
      },
    },
    problems: [],
  }),
  restoreActionVersion: operation({
    id: 'restoreActionVersion',
    method: 'post',
    path: '/{guru}/actions/{id}/versions/{n}/restore',
    access: 'manage',
    tag,
    audit: ['action.restored'],
    summary: 'Make an older version of an action the current one',
    description:
      'It becomes a new version, and is checked like any change. A version of a deleted action becomes a new action.',
    params: { id: actionId, n: z.string().meta({ description: 'The number of the version', example: '3' }) },
    headers: ifMatchHeaders,
    answers: {
      200: { description: 'The action as it is now', schema: actionSchema, headers: etagHeader },
      201: { description: 'The new action', schema: actionSchema, headers: etagHeader },
    },
    usually: 200,
    problems: ['conflict', 'precondition_failed', 'validation_failed'],
  }),
}
