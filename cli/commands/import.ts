import type { Command } from 'commander'
import { readActions } from '../actions-folder/read-folder.ts'
import { path } from '../client/path.ts'
import { carriedOut } from '../context.ts'
import { CliError } from '../failure.ts'
import { safeJson } from '../terminal/safe-text.ts'

export function addImport(actions: Command): void {
  carriedOut(
    actions
      .command('import')
      .description('add the actions of files or folders: all of them, or none')
      .argument('<guru>')
      .argument('<paths...>')
      .addHelpText('after', '\nExample:\n  errand actions import acme order-status.yaml'),
    async ({ client, output }, _options, guru = '', ...paths) => {
      const found = (paths as unknown as string[][]).flat().flatMap(readActions)
      if (found.length === 0) throw new CliError('There is no action in these files. Nothing was changed.')
      const report = await output.during('Importing', () =>
        client.json('POST', path`/${guru}/actions/import`, { body: found.map(({ value }) => value) }),
      )
      output.result(report, () => safeJson(report, 2))
    },
  )
}
