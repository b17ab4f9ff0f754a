import { type Command, Option } from 'commander'
import { inFiles } from '../actions-folder/in-files.ts'
import { readActions } from '../actions-folder/read-folder.ts'
import { path } from '../client/path.ts'
import { carriedOut } from '../context.ts'
import { ApiFailure, CliError } from '../failure.ts'
import { safeLine } from '../terminal/safe-text.ts'
import { table } from '../terminal/table.ts'

interface ImportReport {
  imported: {
    name: string
    version: number
    outcome: string
    enabled: boolean
    disabled_reason: string | null
  }[]
  warnings: string[]
}

export function addImport(actions: Command): void {
  carriedOut<{ onConflict: string; startSchedules?: boolean }>(
    actions
      .command('import')
      .description('add the actions of files or folders: all of them, or none')
      .argument('<guru>')
      .argument('<paths...>')
      .addOption(
        new Option('--on-conflict <what>', 'with an action whose name is taken')
          .choices(['fail', 'replace', 'skip'])
          .default('fail'),
      )
      .option('--start-schedules', 'also let schedules start that are on in the files')
      .addHelpText('after', '\nExample:\n  errand actions import acme order-status.yaml'),
    async ({ client, output }, { onConflict, startSchedules = false }, guru = '', ...paths) => {
      const found = (paths as unknown as string[][]).flat().flatMap(readActions)
      if (found.length === 0) throw new CliError('There is no action in these files. Nothing was changed.')
      const work = () =>
        client.json<ImportReport>('POST', path`/${guru}/actions/import`, {
          query: { on_conflict: onConflict, start_schedules: String(startSchedules) },
          body: found.map(({ value }) => value),
        })
      const report = await output.during('Importing', work).catch((error) => {
        throw error instanceof ApiFailure
          ? inFiles(
              error,
              found.map(({ where }) => where),
            )
          : error
      })
      if (!output.json) for (const warning of report.warnings) output.note(`Advice: ${safeLine(warning)}`)
      output.result(report, ({ imported }) =>
        table(
          ['NAME', 'VERSION', 'OUTCOME', 'ENABLED'],
          imported.map((action) => [
            action.name,
            action.version,
            action.outcome,
            action.enabled ? 'yes' : (action.disabled_reason ?? 'no'),
          ]),
        ),
      )
    },
  )
}
