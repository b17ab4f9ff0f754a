import { type Command, Option } from 'commander'
import type { ActionInput } from '../../domain/action.ts'
import { asText, type Format } from '../actions-folder/write-folder.ts'
import type { Client } from '../client/client.ts'
import { carriedOut } from '../context.ts'
import { CliError } from '../failure.ts'
import { safeText } from '../terminal/safe-text.ts'
import { table } from '../terminal/table.ts'

interface Template {
  slug: string
  title: string
  service: string
  summary: string
  secrets: { name: string; description: string; required: boolean }[]
  action: ActionInput
}

const read = (client: Client): Promise<{ templates: Template[] }> => client.json('GET', '/templates')

export function addTemplates(program: Command): void {
  const templates = program.command('templates').description('ready-made actions')

  carriedOut(
    templates.command('list').description('what there is, and which secrets each needs'),
    async ({ client, output }) => {
      const answer = await output.during('Reading the templates', () => read(client))
      output.result(answer, ({ templates }) =>
        table(
          ['SLUG', 'SERVICE', 'SECRETS', 'SUMMARY'],
          templates.map(({ slug, service, secrets, summary }) => [
            slug,
            service,
            secrets.map(({ name }) => name).join(', '),
            summary,
          ]),
        ),
      )
    },
  )

  carriedOut<{ format: Format }>(
    templates
      .command('show')
      .description('the action of a template, as a file for `actions apply`')
      .argument('<slug>', 'as `templates list` shows it')
      .addOption(new Option('--format <format>').choices(['yaml', 'json']).default('yaml'))
      .addHelpText('after', '\nExample:\n  errand templates show refund-status > actions/refund-status.yaml'),
    async ({ client, output }, { format }, slug = '') => {
      const answer = await output.during('Reading the templates', () => read(client))
      const found = answer.templates.find((template) => template.slug === slug)
      if (!found)
        throw new CliError(
          `There is no template '${slug}'. There is ${answer.templates.map((template) => template.slug).join(', ')}.`,
        )
      output.result(found, ({ action }) => safeText(asText(action, format)).trimEnd())
    },
  )
}
