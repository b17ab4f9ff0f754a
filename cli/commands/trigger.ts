import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import type { Action, ParameterValue, ParameterValues } from '../../domain/action.ts'
import type { Run } from '../../domain/run.ts'
import { path } from '../client/path.ts'
import { carriedOut } from '../context.ts'
import { CliError, EXIT } from '../failure.ts'
import { findAction } from '../find-action.ts'
import { isOver, runText } from '../terminal/run-text.ts'
import { each } from './arguments.ts'

export function addTrigger(actions: Command): void {
  carriedOut<{ parameter?: string[]; wait?: boolean }>(
    actions
      .command('trigger')
      .description('run an action by hand')
      .argument('<guru>')
      .argument('<action>', 'its id or its name')
      .option('--parameter <name=value>', 'may be repeated', each)
      .option('--wait', 'until the run has ended; exit code 3 where it did not succeed')
      .addHelpText(
        'after',
        '\nExample:\n  errand actions trigger acme "Order status" --parameter order_id=1042 --wait',
      ),
    async ({ client, output }, { parameter = [], wait = false }, guru = '', name = '') => {
      const action = await findAction(client, guru, name)
      const parameters = valuesOf(action, parameter)
      // Should the answer be lost, the same run is found again.
      const options = { body: { parameters }, headers: { 'idempotency-key': randomUUID() } }
      const run = await output.during(`Running ${action.name}`, () =>
        client.json<Run>('POST', path`/${guru}/actions/${action.id}/trigger`, {
          ...options,
          query: { wait: wait ? 'true' : undefined },
        }),
      )
      output.result(run, () => runText(run, output))
      if (wait && isOver(run) && run.status !== 'succeeded') process.exitCode = EXIT.runFailed
    },
  )
}

/** @throws {CliError} for what the action has no such parameter for, or what is not of its type */
function valuesOf(action: Action, given: string[]): ParameterValues {
  return Object.fromEntries(
    given.map((pair) => {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
      const parameter = action.parameters.find((candidate) => candidate.name === name)
      if (!parameter) {
        const names = action.parameters.map((known) => known.name).join(', ')
        throw new CliError(
          `'${pair}' is not name=value with a parameter of '${action.name}' (${names || 'it has none'}).`,
        )
      }
      return [name, typed(name, parameter.type, value)]
    }),
  )
}

function typed(name: string, type: Action['parameters'][number]['type'], value: string): ParameterValue {
  if (type === 'string') return value
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true'
  if (type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value)
  throw new CliError(`${name} must be a ${type}, not '${value}'.`)
}
