import { Counter, Gauge, type Registry } from 'prom-client'
import { RUN_STATUSES, type RunStatus, TRIGGERS } from '../../domain/run.ts'
import { SEARCH_ATTRIBUTES } from '../../domain/workflow-contract.ts'
import type { TemporalClient } from '../temporal/connection.ts'
import type { RunCounter } from './run-counter.ts'

const UNDER_WAY = ['running', 'awaiting_approval'] as const satisfies RunStatus[]
const ENDED = RUN_STATUSES.filter((status) => !UNDER_WAY.some((other) => other === status))

/** Runs of the whole installation: each API process tells the same. */
export function exposeRuns(registry: Registry, temporal: TemporalClient, counter: RunCounter): void {
  new Counter({
    name: 'errand_runs_total',
    help: 'Runs that have ended, of the whole installation, by what began them and how they ended',
    labelNames: ['trigger', 'status'],
    registers: [registry],
    async collect() {
      const { counts } = await counter.ended()
      this.reset()
      for (const trigger of TRIGGERS)
        for (const status of ENDED) this.inc({ trigger, status }, counts[`${trigger} ${status}`] ?? 0)
    },
  })
  new Gauge({
    name: 'errand_runs_counted_until_timestamp_seconds',
    help: 'Up to when errand_runs_total has counted: it stands still while Temporal or the database is away',
    registers: [registry],
    async collect() {
      this.set((await counter.ended()).until / 1_000)
    },
  })
  new Gauge({
    name: 'errand_runs_under_way',
    help: 'Runs that have not ended, of the whole installation',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      this.reset()
      await Promise.all(
        UNDER_WAY.map(async (status) => {
          const count = await underWay(temporal, status).catch(() => null)
          if (count !== null) this.set({ status }, count)
        }),
      )
    },
  })
}

async function underWay({ client, soon }: TemporalClient, status: RunStatus): Promise<number> {
  const query = `${SEARCH_ATTRIBUTES.outcome} = '${status}' AND ExecutionStatus = 'Running'`
  return (await soon(() => client.workflow.count(query))).count
}
