import { z } from 'zod'
import { SAFE_TYPES, UNKNOWN_TYPE } from '../../domain/content-type.ts'
import { runId } from './common.ts'
import { operation } from './operation.ts'

const bytes = z.unknown().meta({ description: 'The bytes of the file' })

export const artifacts = {
  readArtifact: operation({
    id: 'readArtifact',
    method: 'get',
    path: '/{guru}/runs/{id}/artifacts/{name}',
    params: {
      id: runId,
      name: z.string().min(1).meta({ description: 'The name of the file', example: 'chart.png' }),
    },
    access: 'manage',
    tag: 'Runs',
    summary: 'Read a file that a run left',
    description:
      'Pictures are shown in place, everything else is saved. Whatever a file holds, nothing in it runs in a browser.',
    headers: z.object({
      'if-none-match': z.string().optional().meta({ description: 'The ETag of what the client has' }),
    }),
    answers: {
      200: {
        description: 'The file',
        type: UNKNOWN_TYPE,
        schema: bytes,
        others: Object.fromEntries(SAFE_TYPES.map((type) => [type, bytes])),
        headers: {
          etag: z.string().meta({ description: 'Of its content, which never changes' }),
          'content-disposition': z.string(),
        },
      },
      304: { description: 'The client has it already' },
    },
    problems: ['history_unreadable'],
  }),
}
