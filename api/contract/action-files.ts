import { z } from 'zod'
import { actionBodySchema, exportedActionSchema } from './action-schema.ts'
import { actionId } from './common.ts'
import { operation } from './operation.ts'

const tag = 'Actions'

/** How many actions one import may have. */
export const MOST_IMPORTED = 500

const attachment = {
  'content-disposition': z.string().meta({ description: 'A name for the file' }),
}

const flag = (description: string) => z.enum(['true', 'false']).default('false').meta({ description })

const importQuery = z.strictObject({
  dry_run: flag('Whether to say only what would be done'),
  on_conflict: z.enum(['fail', 'replace', 'skip']).default('fail').meta({
    description:
      'What to do with an action whose name is taken: refuse the whole import, replace the action of that name, or leave that one as it is',
  }),
  start_schedules: flag(
    'Whether schedules that are enabled in the file start. Else they are switched off, unless they replace one that is on',
  ),
})

const importBody = z
  .union([
    actionBodySchema,
    z.array(actionBodySchema).min(1).max(MOST_IMPORTED),
    z.strictObject({
      actions: z
        .array(actionBodySchema)
        .min(1)
        .max(MOST_IMPORTED)
        .meta({ description: 'As all of them are exported' }),
    }),
  ])
  .meta({ id: 'ActionFile', description: 'One action, as it is exported, or several' })

export const importResultSchema = z
  .strictObject({
    imported: z.array(
      z.strictObject({
        id: z.string().nullable().meta({ description: 'Null where a dry run would make a new action' }),
        name: z.string(),
        version: z.int().nullable(),
        outcome: z.enum(['created', 'replaced', 'unchanged', 'skipped']),
        enabled: z.boolean(),
        disabled_reason: z.string().nullable(),
      }),
    ),
    warnings: z.array(z.string()),
    dry_run: z.boolean(),
  })
  .meta({ id: 'ImportResult', description: 'In the order of the file' })

export const actionFiles = {
  exportAction: operation({
    id: 'exportAction',
    method: 'get',
    path: '/{guru}/actions/{id}/export',
    params: { id: actionId },
    access: 'manage',
    tag,
    summary: 'Export an action as a file',
    description: 'Without ids, and with its secrets by name only.',
    answers: { 200: { description: 'The action', schema: exportedActionSchema, headers: attachment } },
    problems: [],
  }),
  exportActions: operation({
    id: 'exportActions',
    method: 'get',
    path: '/{guru}/actions/export',
    access: 'manage',
    tag,
    summary: "Export all of a guru's actions as a file",
    description: 'Without ids, with secrets by name only, in the order of their names.',
    answers: {
      200: {
        description: 'The actions',
        schema: z.strictObject({ actions: z.array(exportedActionSchema) }),
        headers: attachment,
      },
    },
    problems: [],
  }),
  importActions: operation({
    id: 'importActions',
    method: 'post',
    path: '/{guru}/actions/import',
    access: 'manage',
    tag,
    audit: ['action.imported'],
    summary: 'Import actions, all of them or none',
    description:
      'Of several actions that can not be saved, all are named, with paths such as 3.parameters.0.name. Where one is refused, nothing is saved.',
    query: importQuery,
    body: importBody,
    validates: 'handler',
    bodyLimit: '5mb',
    answers: {
      201: { description: 'What was saved', schema: importResultSchema },
      200: { description: 'What would be saved', schema: importResultSchema },
    },
    usually: 201,
    problems: ['conflict'],
  }),
}
