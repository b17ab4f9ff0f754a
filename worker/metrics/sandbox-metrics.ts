import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { SandboxObserver } from '../../sandbox/sandbox.ts'
import { DURATION_BUCKETS } from '../../telemetry/metrics/registry.ts'
import type { SandboxHolder } from '../sandbox-holder.ts'

/** What the sandbox is told to tell of itself. */
export function observeSandbox(registry: Registry): SandboxObserver {
  const waits = new Histogram({
    name: 'errand_sandbox_wait_seconds',
    help: 'How long runs waited for their container: one that stood ready (warm), or was started for them (fresh)',
    labelNames: ['container'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  })
  const refused = new Counter({
    name: 'errand_sandbox_refused_total',
    help: 'Runs that got no container: the engine was away, their time was up, or they were cancelled',
    registers: [registry],
  })
  return {
    acquired: ({ warm, seconds }) => waits.observe({ container: warm ? 'warm' : 'fresh' }, seconds),
    refused: () => refused.inc(),
  }
}

/** The state of the pool, looked at when somebody asks. */
export function exposeSandbox(registry: Registry, holder: SandboxHolder): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }
  gauge('errand_sandbox_engine_up', 'Whether this worker has a container engine', () =>
    holder.current() ? 1 : 0,
  )
  gauge(
    'errand_sandbox_running',
    'Python runs that have a container, or wait for one',
    () => holder.current()?.running() ?? 0,
  )
  gauge('errand_sandbox_running_limit', 'How many there may be at once', () => holder.concurrency)
  gauge(
    'errand_sandbox_waiting',
    'Started containers that wait for a run',
    () => holder.current()?.waiting().length ?? 0,
  )
  gauge('errand_sandbox_waiting_limit', 'How many are to wait', () => holder.waitingLimit())
}
