import type { RunRecord } from './run.ts'
import { shorten } from './shorten.ts'

/** Temporal UI shows it at the top of the workflow's page; Temporal limits its size. */
const MAX_LENGTH = 2_000

/** How far a run is, as Markdown for people who look at Temporal UI. All of it is masked already. */
export function runDetails({ action, trigger, status, steps, error }: RunRecord): string {
  const version = action.version === null ? '' : `, version ${action.version}`
  const lines = [
    `**${status}** · ${action.name}${version} · ${trigger}`,
    '',
    ...steps.map((step) => `- ${step.name}: ${step.status}${took(step)}`),
    ...(error ? ['', `\`${error.code}\` ${error.message}`] : []),
  ]
  return shorten(lines.join('\n'), MAX_LENGTH)
}

const took = ({ status, duration_ms }: RunRecord['steps'][number]): string =>
  status === 'running' ? '' : `, ${duration_ms} ms`
