import type { Tool } from '@modelcontextprotocol/server'
import { RUN_STATUSES } from '../../domain/run.ts'

/** What every tool answers in `structuredContent`: its run. Members that say nothing are left out. */
export const RESULT_SCHEMA: NonNullable<Tool['outputSchema']> = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'Of the run' },
    status: { type: 'string', enum: [...RUN_STATUSES] },
    output: { description: 'What the action answered or printed: parsed where it is JSON, else its text' },
    output_truncated: { type: 'boolean', description: 'Whether something of the output was left out' },
    error: {
      type: 'object',
      properties: { code: { type: 'string' }, message: { type: 'string' } },
      required: ['code', 'message'],
    },
    warnings: { type: 'array', items: { type: 'string' } },
    files: {
      type: 'array',
      description: 'Left by the run',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          content_type: { type: 'string' },
          size_bytes: { type: 'integer' },
        },
        required: ['name', 'content_type', 'size_bytes'],
      },
    },
    link: { type: 'string', description: 'Where people with a key of the role manage find the run' },
  },
  required: ['id', 'status', 'output_truncated', 'link'],
}
