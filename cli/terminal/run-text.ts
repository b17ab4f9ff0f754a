import type { Run, RunStatus } from '../../domain/run.ts'
import type { Output } from './output.ts'
import { safeJson, safeLine, safeText } from './safe-text.ts'
import { table } from './table.ts'

const COLOURS: Partial<Record<RunStatus, 'green' | 'red' | 'yellow'>> = {
  succeeded: 'green',
  running: 'yellow',
  awaiting_approval: 'yellow',
  failed: 'red',
  timed_out: 'red',
  interrupted: 'red',
}

export const isOver = ({ status }: Pick<Run, 'status'>): boolean =>
  status !== 'running' && status !== 'awaiting_approval'

export const runsTable = (runs: Run[]): string =>
  table(
    ['STARTED', 'STATUS', 'ACTION', 'TRIGGER', 'TOOK', 'RUN'],
    runs.map((run) => [run.started_at, run.status, run.action.name, run.trigger, took(run), run.id]),
  )

/** One line, for the list that grows. */
export function runLine(run: Run, { styled }: Pick<Output, 'styled'>): string {
  const colour = COLOURS[run.status]
  const status = run.status.padEnd(17)
  const about = run.error?.message ?? run.question ?? ''
  const parts = [
    run.finished_at ?? run.started_at,
    colour ? styled(colour, status) : status,
    safeLine(run.action.name),
    run.trigger,
    took(run),
    run.id,
    safeLine(about).slice(0, MAX_ABOUT),
  ]
  return parts.filter(Boolean).join('  ')
}
const MAX_ABOUT = 100

/** Everything that a person looks for in a run. */
export function runText(run: Run, { styled }: Pick<Output, 'styled'>): string {
  const colour = COLOURS[run.status]
  const field = (name: string, value: string | null | undefined): string[] =>
    value ? [`${name.padEnd(11)} ${value}`] : []
  const block = (name: string, text: string | null): string[] =>
    text ? ['', styled('bold', name), safeText(text).trimEnd()] : []
  return [
    ...field('Run', run.id),
    ...field(
      'Action',
      `${safeLine(run.action.name)}${run.action.version ? `, version ${run.action.version}` : ''}`,
    ),
    ...field('Status', colour ? styled(colour, run.status) : run.status),
    ...field('Trigger', run.trigger),
    ...field('Question', run.question && safeLine(run.question)),
    ...field('Parameters', safeJson(run.parameters)),
    ...field('Started', run.started_at),
    ...field('Took', took(run)),
    ...field('Steps', run.steps.map(({ name, duration_ms }) => `${name} ${duration_ms} ms`).join(', ')),
    ...field('Waits for', run.progress && safeLine(run.progress)),
    ...field('Error', run.error && `${run.error.code}: ${safeLine(run.error.message)}`),
    ...field('Temporal', run.temporal_ui_url),
    ...block(`Output${run.output_truncated ? ' (shortened)' : ''}`, run.output),
    ...block('Standard error', run.stderr),
    ...block('Answer', run.answer),
  ].join('\n')
}

const took = ({ duration_ms }: Run): string =>
  duration_ms === null
    ? ''
    : duration_ms < 10_000
      ? `${duration_ms} ms`
      : `${Math.round(duration_ms / 1_000)} s`
