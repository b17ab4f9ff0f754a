import { type Command, Option } from 'commander'
import { definitionOf } from '../actions-folder/compare.ts'
import { asText, type Format, writeActions } from '../actions-folder/write-folder.ts'
import { path } from '../client/path.ts'
import { carriedOut } from '../context.ts'
import { findAction, listActions } from '../find-action.ts'
import { safeText } from '../terminal/safe-text.ts'
import { table } from '../terminal/table.ts'
import { addApply } from './apply.ts'
import { addImport } from './import.ts'
import { addTrigger } from './trigger.ts'

export function addActions(program: Command): void {
  const actions = program.command('actions').description('actions of a guru, one by one or as files')

  carriedOut(
    actions.command('list').description('all actions of a guru').argument('<guru>'),
    async ({ client, output }, _options, guru = '') => {
      const answer = await output.during('Reading the actions', () => listActions(client, guru))
      output.result(answer, ({ actions }) =>
        table(
          ['ID', 'NAME', 'TYPE', 'VERSION', 'ENABLED', 'NEXT RUN'],
          actions.map((action) => [
            action.id,
            action.name,
            action.type,
            action.version,
            action.enabled ? 'yes' : (action.disabled_reason ?? 'no'),
            action.next_run_at,
          ]),
        ),
      )
    },
  )

  carriedOut<{ format: Format; force?: boolean; only?: string }>(
    actions
      .command('export')
      .description('the actions as files, one each, or on standard output where no folder is given')
      .argument('<guru>')
      .argument('[folder]')
      .option('--only <id or name>', 'this action alone')
      .addOption(new Option('--format <format>').choices(['yaml', 'json']).default('yaml'))
      .option('--force', 'overwrite files that have something else')
      .addHelpText('after', '\nExample:\n  errand actions export acme actions/'),
    async ({ client, output }, { format, force = false, only }, guru = '', folder = '') => {
      const actions = await output.during('Reading the actions', async () =>
        only === undefined
          ? (await listActions(client, guru)).actions
          : [await findAction(client, guru, only)],
      )
      const definitions = actions.map(definitionOf)
      if (!folder) return output.line(safeText(asText(definitions, output.json ? 'json' : format)).trimEnd())
      const written = writeActions(folder, definitions, { format, force })
      output.result({ written, actions: definitions.length }, () =>
        [
          ...written.map((file) => `Wrote ${file}`),
          `${definitions.length} actions, ${written.length} files written.`,
        ].join('\n'),
      )
    },
  )

  for (const [name, done] of [
    ['enable', 'Enabled'],
    ['disable', 'Disabled'],
  ] as const)
    carriedOut(
      actions
        .command(name)
        .description(
          name === 'enable' ? 'an action runs again' : 'an action runs no more until it is enabled',
        )
        .argument('<guru>')
        .argument('<action>', 'its id or its name'),
      async ({ client, output }, _options, guru = '', action = '') => {
        const { id } = await findAction(client, guru, action)
        const target = `${path`/${guru}/actions/${id}`}/${name}`
        const changed = await client.json<{ name: string }>('POST', target, { repeatable: true })
        output.result(changed, () => `${done} ${safeText(changed.name)}.`)
      },
    )

  addApply(actions)
  addImport(actions)
  addTrigger(actions)
}
