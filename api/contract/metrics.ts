import { z } from 'zod'
import { operation } from './operation.ts'

export const metrics = {
  readMetrics: operation({
    id: 'readMetrics',
    method: 'get',
    path: '/metrics',
    root: true,
    access: 'admin',
    tag: 'Health',
    summary: 'Read all metrics, for Prometheus',
    description:
      "In Prometheus's text format, or as OpenMetrics where `Accept` asks for it. docs/observability.md has each of them.",
    answers: {
      200: {
        description: 'The metrics',
        type: 'text/plain',
        schema: z.string(),
        others: { 'application/openmetrics-text': z.string() },
      },
    },
    problems: [],
  }),
}
