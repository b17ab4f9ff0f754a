import type { SectionContext, Table } from '../../subject.ts'
import { bareWorkflow } from '../../subjects/bare-workflow.ts'
import { GURU, type World } from '../../world.ts'
import { anyLoad, httpLoad, type Load } from './load.ts'

const LEVELS = [1, 2, 4, 8, 16, 32, 64, 128]
const PER_CONNECTION = 8
const FEWEST = 60
/** Saturated: the next level brings less than this much more. */
const WORTHWHILE = 1.05

export interface Triggered {
  table: Table
  /** The runs that the API has said it took, each once. */
  accepted: string[]
}

/**
 * Runs a second at rising concurrency, until more at a time brings no more: triggered over HTTP and waited for, against
 * bare workflows of one activity that makes the same request. Then a burst that nobody waits for.
 */
export async function triggers(
  { url, adminKey, temporal, targetUrl }: World,
  action: string,
  { scale, progress }: SectionContext,
): Promise<Triggered> {
  const accepted: string[] = []
  const bareCall = bareWorkflow(temporal, 'bareCall', [`${targetUrl}/users/octocat`])
  const trigger = (connections: number, amount: number, query: string): Promise<Load> =>
    httpLoad({
      url: `${url}/api/v1/${GURU}/actions/${action}/trigger${query}`,
      method: 'POST',
      key: adminKey,
      body: { parameters: { username: 'octocat' } },
      connections,
      amount,
      onAnswer: (body) => accepted.push(JSON.parse(body).id),
    })
  const rows: Table['rows'] = []
  const add = (name: string, load: Load, baseline?: Load): void => {
    const { n, perSecond, p50, p99, errors } = load
    rows.push([
      name,
      { count: n },
      { value: perSecond },
      { value: p50 },
      { value: p99 },
      { count: errors },
      baseline ? { ratio: perSecond / baseline.perSecond } : '',
    ])
  }
  let best = 0
  for (const connections of LEVELS) {
    const amount = Math.max(connections, Math.round(Math.max(FEWEST, connections * PER_CONNECTION) * scale))
    progress(`triggers: ${connections} at a time`)
    const baseline = await anyLoad(bareCall, connections, amount)
    const ours = await trigger(connections, amount, '?wait=true')
    add(`bare workflow, ${connections} at a time`, baseline)
    add(`API Call by trigger, ${connections} at a time`, ours, baseline)
    if (ours.perSecond < best * WORTHWHILE) break
    best = Math.max(best, ours.perSecond)
  }
  const burst = Math.max(32, Math.round(300 * scale))
  progress(`triggers: ${burst} that nobody waits for`)
  add('trigger without waiting, 32 at a time', await trigger(32, burst, ''))
  return {
    table: {
      title: 'Triggers, until more at a time brings no more',
      columns: ['', 'n', 'per second', 'p50 ms', 'p99 ms', 'errors', 'ratio'],
      rows,
    },
    accepted,
  }
}
