import { Context } from '@temporalio/activity'
import type { ParameterValues } from '../domain/action.ts'
import type { ExecuteInput } from '../domain/activity-contract.ts'
import { RunFailure } from '../domain/run-errors.ts'
import type { ExecuteResult } from '../domain/workflow-contract.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { executeAction } from './execute.ts'
import type { LoadedAction } from './load-action.ts'

/** Runs a Python action in a container of its own; stdout is its output. */
export function runPython(deps: ActivityDependencies, input: ExecuteInput): Promise<ExecuteResult> {
  return executeAction(deps, input, async (action, signal) => {
    if (!deps.sandbox)
      throw new RunFailure(
        'engine_unavailable',
        'Python actions need a container engine, and this worker has none. Ask an operator to set it up and restart Errand.',
      )
    const { stdout, stderr, error, network } = await deps.sandbox.run({
      runId: Context.current().info.workflowExecution?.workflowId ?? '',
      code: action.definition.python?.code ?? '',
      environment: environmentOf(action, input.parameters),
      timeoutSeconds: input.plan.timeout_seconds,
      allowedHosts: action.secrets.flatMap((secret) =>
        secret.allowed_hosts.length > 0 ? [secret.allowed_hosts] : [],
      ),
      signal,
    })
    return { output: stdout, stderr, error, network }
  })
}

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
