import { Context } from '@temporalio/activity'
import type { ParameterValues } from '../domain/action.ts'
import type { ExecuteInput } from '../domain/activity-contract.ts'
import type { NetworkUse } from '../domain/network-use.ts'
import { RunFailure } from '../domain/run-errors.ts'
import type { ExecuteResult } from '../domain/workflow-contract.ts'
import { SANDBOX_LIMITS } from '../sandbox/limits.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { executeAction } from './execute.ts'
import type { LoadedAction } from './load-action.ts'
import { lostFilesWarning } from './lost-files.ts'

/** Runs a Python action in a container of its own; stdout is its output, and what it leaves in /tmp/out its artifacts. */
export function runPython(deps: ActivityDependencies, input: ExecuteInput): Promise<ExecuteResult> {
  return executeAction(deps, input, async (action, { signal, say }) => {
    const sandbox = deps.sandbox()
    if (!sandbox)
      throw new RunFailure(
        'engine_unavailable',
        'Python actions need a container engine, and this worker has found none yet. Ask an operator to start one; it is looked for again and again.',
      )
    const code = action.definition.python?.code ?? ''
    const { stdout, stderr, error, network, files, leftOut, filesLost } = await sandbox.run({
      runId: Context.current().info.workflowExecution?.workflowId ?? '',
      code,
      environment: environmentOf(action, input.parameters),
      timeoutSeconds: input.plan.timeout_seconds,
      allowedHosts: action.secrets.flatMap((secret) =>
        secret.allowed_hosts.length > 0 ? [secret.allowed_hosts] : [],
      ),
      waitMs: waitLeft(),
      signal,
      onProgress: say,
    })
    const warnings = [...(filesLost ? lostFilesWarning(code, error) : []), ...limitWarning(network)]
    return { output: stdout, stderr, error, network, left: { files, leftOut }, warnings }
  })
}

const SHORTEST_WAIT_MS = 5_000

/** What the task queue has left of the time to wait for a sandbox. The clocks of worker and server may differ. */
function waitLeft(): number {
  const waited = Date.now() - Context.current().info.currentAttemptScheduledTimestampMs
  const { acquireMs } = SANDBOX_LIMITS
  return Math.min(acquireMs, Math.max(SHORTEST_WAIT_MS, acquireMs - waited))
}

const limitWarning = (network: NetworkUse[]): string[] =>
  network.some(({ refused }) => refused === 'network_limit')
    ? ['The code used up what a run may use of the network, and connections were refused or cut off.']
    : []

/** Parameters and secrets, nothing else. An absent parameter is not in it. */
function environmentOf({ secrets }: LoadedAction, parameters: ParameterValues): Record<string, string> {
  const given = [
    ...Object.entries(parameters).map(([name, value]) => [name, String(value)] as const),
    ...secrets.map(({ name, value }) => [name, value] as const),
  ]
  for (const [name, value] of given)
    if (value.includes('\0'))
      throw new RunFailure(
        'invalid_request',
        `${name} has a NUL character, which no environment variable can hold.`,
      )
  return Object.fromEntries(given.map(([name, value]) => [name, value.toWellFormed()]))
}
