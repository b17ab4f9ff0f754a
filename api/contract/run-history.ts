import { z } from 'zod'
import { RUN_STATUSES, type RunStatus } from '../../domain/run.ts'
import { runStatsSchema } from '../temporal/run-stats.ts'
import { exportSchema } from '../temporal/visibility-query.ts'
import { time } from './common.ts'
import { operation } from './operation.ts'
import { runSchema } from './run-schema.ts'

const tag = 'Runs'

const counts = z
  .strictObject(
    Object.fromEntries(RUN_STATUSES.map((status) => [status, z.int()])) as Record<RunStatus, z.ZodInt>,
  )
  .meta({ id: 'StatusCounts', description: 'How many runs have each status' })
const milliseconds = z.number().nullable()

export const runHistory = {
  exportRuns: operation({
    id: 'exportRuns',
    method: 'get',
    path: '/{guru}/runs/export',
    access: 'manage',
    tag,
    summary: 'Export all runs that match, as lines of JSON',
    description:
      'In the order of the list. An answer that is whole ends as HTTP says; where something fails in the middle the connection is cut.',
    query: exportSchema,
    answers: {
      200: {
        description: 'A run in each line, as the list has it, or with full=true as its own page has it',
        type: 'application/x-ndjson',
        schema: z.string().meta({ description: 'Each line is a Run' }),
        each: runSchema,
      },
    },
    problems: [],
  }),
  readRunStats: operation({
    id: 'readRunStats',
    method: 'get',
    path: '/{guru}/runs/stats',
    access: 'manage',
    tag,
    summary: 'Count runs over time',
    description:
      'How many runs started in each part of the range, by what has become of them since. Kept for 30 s. Where many statuses occur there are half as many buckets as asked for, or a quarter.',
    query: runStatsSchema,
    answers: {
      200: {
        description: 'For a chart',
        schema: z
          .strictObject({
            from: time,
            to: time,
            totals: counts,
            buckets: z.array(z.strictObject({ from: time, to: time, counts })),
            latency: z
              .strictObject({
                count: z.int(),
                p50_ms: milliseconds,
                p90_ms: milliseconds,
                p99_ms: milliseconds,
              })
              .meta({ description: 'duration_ms of the latest 1,000 of them that have ended' }),
          })
          .meta({ id: 'RunStats' }),
      },
    },
    problems: [],
  }),
}
