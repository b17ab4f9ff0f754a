import { type Command, Option } from 'commander'
import { RUN_STATUSES, type Run, TRIGGERS } from '../../domain/run.ts'
import { path } from '../client/path.ts'
import { type Context, carriedOut } from '../context.ts'
import { findAction } from '../find-action.ts'
import { followRuns, type RunList } from '../follow-runs.ts'
import { runLine, runsTable, runText } from '../terminal/run-text.ts'
import { safeJson } from '../terminal/safe-text.ts'
import { wholeNumber } from './arguments.ts'

interface Filter {
  action?: string
  status?: string
  trigger?: string
  from?: string
  to?: string
}

const filtered = (command: Command): Command =>
  command
    .option('--action <id or name>', 'only of this action')
    .addOption(new Option('--status <status>').choices(RUN_STATUSES))
    .addOption(new Option('--trigger <trigger>').choices(TRIGGERS))

export function addRuns(program: Command): void {
  const runs = program.command('runs').description('what has run, and what runs now')

  carriedOut<Filter & { limit: number; cursor?: string }>(
    filtered(runs.command('list').description('running ones first, then the newest').argument('<guru>'))
      .option('--from <time>', 'started then or later, such as 2026-01-31T00:00:00Z')
      .option('--to <time>', 'started before')
      .option('--limit <number>', 'at most 100', wholeNumber, 20)
      .option('--cursor <text>', 'the next page: next_cursor of the one before')
      .addHelpText('after', '\nExample:\n  errand runs list acme --status failed --limit 5'),
    async ({ client, output }, options, guru = '') => {
      const query = await queryOf({ client }, guru, options)
      const { limit, cursor } = options
      const answer = await output.during('Reading the runs', () =>
        client.json<RunList>('GET', path`/${guru}/runs`, {
          query: { ...query, limit: String(limit), cursor },
        }),
      )
      output.result(answer, ({ runs }) => runsTable(runs))
      if (answer.next_cursor && !output.json) output.note(`There are more: --cursor ${answer.next_cursor}`)
    },
  )

  carriedOut(
    runs
      .command('show')
      .description('one run with its output and answer')
      .argument('<guru>')
      .argument('<run>'),
    async ({ client, output }, _options, guru = '', id = '') => {
      const run = await output.during('Reading the run', () =>
        client.json<Run>('GET', path`/${guru}/runs/${id}`),
      )
      output.result(run, () => runText(run, output))
    },
  )

  carriedOut<Filter & { lines: number }>(
    filtered(runs.command('tail').description('runs as they start and end, until Ctrl-C').argument('<guru>'))
      .option('--lines <number>', 'how many earlier ones to begin with', wholeNumber, 10)
      .addHelpText('after', '\nExample:\n  errand runs tail acme --json | jq -r .status'),
    async ({ client, output, signal }, options, guru = '') => {
      const query = await queryOf({ client }, guru, options)
      await followRuns({ client, guru, query, signal, lines: options.lines }, (run) =>
        output.line(output.json ? safeJson(run) : runLine(run, output)),
      )
    },
  )
}

async function queryOf({ client }: Pick<Context, 'client'>, guru: string, options: Filter) {
  const { status, trigger, from, to } = options
  const action_id = options.action && (await findAction(client, guru, options.action)).id
  return { action_id, status, trigger, from, to }
}
