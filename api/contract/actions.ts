import { z } from 'zod'
import type { ProblemCode } from '../../domain/problems.ts'
import { actionBodySchema, actionPatchSchema, actionSchema } from './action-schema.ts'
import { actionId } from './common.ts'
import { etagHeader, ifMatchHeaders, ifNoneMatchHeaders, notModified } from './entity-tags.ts'
import { operation } from './operation.ts'

const tag = 'Actions'

const one = { path: '/{guru}/actions/{id}', params: { id: actionId }, access: 'manage', tag } as const

/** What changes an action, and answers it as it is now. */
const change = {
  ...one,
  headers: ifMatchHeaders,
  answers: { 200: { description: 'The action as it is now', schema: actionSchema, headers: etagHeader } },
  problems: ['conflict', 'precondition_failed'] as ProblemCode[],
}

/** What saves a definition, of which what is right depends on what is stored. */
const update = { ...change, audit: ['action.updated'], validates: 'handler' } as const

export const actions = {
  listActions: operation({
    id: 'listActions',
    method: 'get',
    path: '/{guru}/actions',
    access: 'manage',
    tag,
    summary: "List a guru's actions",
    answers: {
      200: {
        description: 'Its actions, those made first first',
        schema: z.strictObject({ actions: z.array(actionSchema), used: z.int(), limit: z.int() }),
      },
    },
    problems: ['not_found'],
  }),
  createAction: operation({
    id: 'createAction',
    method: 'post',
    path: '/{guru}/actions',
    access: 'manage',
    tag,
    audit: ['action.created'],
    summary: 'Create an action',
    body: actionBodySchema,
    validates: 'handler',
    answers: { 201: { description: 'The action that was made', schema: actionSchema, headers: etagHeader } },
    problems: ['conflict'],
  }),
  readAction: operation({
    ...one,
    id: 'readAction',
    method: 'get',
    summary: 'Read an action',
    headers: ifNoneMatchHeaders,
    answers: {
      200: { description: 'The action', schema: actionSchema, headers: etagHeader },
      304: notModified,
    },
    problems: ['not_found'],
  }),
  replaceAction: operation({
    ...update,
    id: 'replaceAction',
    method: 'put',
    summary: 'Replace an action',
    body: actionBodySchema,
  }),
  changeAction: operation({
    ...update,
    id: 'changeAction',
    method: 'patch',
    summary: 'Change an action',
    description:
      'By a JSON Merge Patch (RFC 7396): objects are merged, null removes, anything else replaces.',
    body: actionPatchSchema,
  }),
  deleteAction: operation({
    ...change,
    id: 'deleteAction',
    method: 'delete',
    audit: ['action.deleted'],
    summary: 'Delete an action',
    answers: { 204: { description: 'It is gone' } },
  }),
  enableAction: operation({
    ...change,
    id: 'enableAction',
    method: 'post',
    path: '/{guru}/actions/{id}/enable',
    audit: ['action.enabled'],
    summary: 'Enable an action',
  }),
  disableAction: operation({
    ...change,
    id: 'disableAction',
    method: 'post',
    path: '/{guru}/actions/{id}/disable',
    audit: ['action.disabled'],
    summary: 'Disable an action',
  }),
}
