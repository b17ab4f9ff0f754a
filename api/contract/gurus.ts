import { z } from 'zod'
import { DETECTORS } from '../../domain/pii/settings.ts'
import { guruInputSchema, guruPatchSchema } from '../../storage/gurus.ts'
import { time } from './common.ts'
import { etagHeader, ifMatchHeaders } from './entity-tags.ts'
import { operation } from './operation.ts'

const tag = 'Gurus'

export const guruSchema = z
  .strictObject({
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    instructions: z.string().meta({ description: 'What a language model is told about this guru' }),
    action_limit: z.int(),
    actions_used: z.int(),
    mcp_for_chat: z.boolean().meta({ description: 'Whether chat keys may run its actions over MCP' }),
    pii: z.strictObject({
      enabled: z.boolean(),
      detect: z.array(z.enum(DETECTORS)),
      patterns: z.array(z.strictObject({ label: z.string(), regex: z.string() })),
    }),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Guru' })

export const gurus = {
  listGurus: operation({
    id: 'listGurus',
    method: 'get',
    path: '/gurus',
    access: 'admin',
    tag,
    summary: 'List all gurus',
    answers: { 200: { description: 'All gurus', schema: z.strictObject({ gurus: z.array(guruSchema) }) } },
    problems: [],
  }),
  createGuru: operation({
    id: 'createGuru',
    method: 'post',
    path: '/gurus',
    access: 'admin',
    tag,
    summary: 'Create a guru',
    body: guruInputSchema,
    audit: ['guru.created'],
    answers: { 201: { description: 'The guru that was made', schema: guruSchema, headers: etagHeader } },
    problems: ['conflict', 'validation_failed'],
  }),
  readGuru: operation({
    id: 'readGuru',
    method: 'get',
    path: '/gurus/{guru}',
    access: 'manage',
    tag,
    summary: 'Read a guru',
    answers: { 200: { description: 'The guru', schema: guruSchema, headers: etagHeader } },
    problems: [],
  }),
  changeGuru: operation({
    id: 'changeGuru',
    method: 'patch',
    path: '/gurus/{guru}',
    access: 'admin',
    tag,
    summary: 'Change a guru',
    description: 'What is not named stays as it is.',
    body: guruPatchSchema,
    headers: ifMatchHeaders,
    audit: ['guru.updated'],
    answers: { 200: { description: 'The guru as it is now', schema: guruSchema, headers: etagHeader } },
    problems: ['not_found', 'precondition_failed', 'validation_failed'],
  }),
  deleteGuru: operation({
    id: 'deleteGuru',
    method: 'delete',
    path: '/gurus/{guru}',
    access: 'admin',
    tag,
    summary: 'Delete a guru with its keys, actions, secrets and sessions',
    description: 'Its history in Temporal and its audit log stay.',
    headers: ifMatchHeaders,
    audit: ['guru.deleted'],
    answers: { 204: { description: 'It is gone' } },
    problems: ['not_found', 'precondition_failed'],
  }),
}
