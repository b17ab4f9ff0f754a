import type { Run } from '../../domain/run.ts'

/** A scheduled run as it is delivered. */
export const finishedRun = (changes: Partial<Run> = {}): Run => ({
  id: 'acme.schedule.a1-2026-11-23T09:00:00Z',
  workflow_id: 'acme.schedule.a1-2026-11-23T09:00:00Z',
  guru: 'acme',
  action: { id: 'a1', name: 'Stock level', version: 1 },
  trigger: 'schedule',
  status: 'succeeded',
  question: null,
  parameters: { sku: 'A-1' },
  output: '42 pieces, größer als null',
  output_truncated: false,
  stderr: null,
  artifacts: [],
  warnings: [],
  answer: null,
  error: null,
  network: [],
  response: null,
  steps: [],
  started_at: '2026-11-23T09:00:00.120Z',
  finished_at: '2026-11-23T09:00:01.450Z',
  duration_ms: 1_330,
  progress: null,
  temporal_ui_url: null,
  ...changes,
})
