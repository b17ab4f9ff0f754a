import type { Command } from 'commander'
import { path } from '../client/path.ts'
import { carriedOut } from '../context.ts'
import { confirm } from '../terminal/ask-user.ts'
import { table } from '../terminal/table.ts'
import { wholeNumber } from './arguments.ts'

interface Guru {
  slug: string
  name: string
  description: string
  actions_used: number
  action_limit: number
}

export function addGurus(program: Command): void {
  const gurus = program.command('gurus').description('tenants; needs the admin key')

  carriedOut(
    gurus.command('list').description('all gurus, with how many actions they have'),
    async ({ client, output }) => {
      const answer = await output.during('Reading the gurus', () =>
        client.json<{ gurus: Guru[] }>('GET', '/gurus'),
      )
      output.result(answer, ({ gurus }) =>
        table(
          ['SLUG', 'NAME', 'ACTIONS', 'DESCRIPTION'],
          gurus.map((guru) => [
            guru.slug,
            guru.name,
            `${guru.actions_used}/${guru.action_limit}`,
            guru.description,
          ]),
        ),
      )
    },
  )

  carriedOut<{ name?: string; description?: string; instructions?: string; actionLimit?: number }>(
    gurus
      .command('create')
      .description('a new guru')
      .argument('<slug>', 'lower-case letters, digits and hyphens')
      .option('--name <text>', 'its name, the slug where not given')
      .option('--description <text>', 'what it is for')
      .option('--instructions <text>', 'what a model is told in every question')
      .option('--action-limit <number>', 'how many actions it may have', wholeNumber)
      .addHelpText('after', '\nExample:\n  errand gurus create acme --name "Acme support" --action-limit 50'),
    async ({ client, output }, { name, description, instructions, actionLimit }, slug = '') => {
      const body = { slug, name: name ?? slug, description, instructions, action_limit: actionLimit }
      const guru = await output.during('Creating the guru', () =>
        client.json<Guru>('POST', '/gurus', { body }),
      )
      output.result(
        guru,
        () => `Created ${guru.slug}. A key for it: errand keys create ${guru.slug} --name NAME`,
      )
    },
  )

  carriedOut<{ yes?: boolean }>(
    gurus
      .command('delete')
      .description('a guru with its actions, secrets, keys and sessions')
      .argument('<slug>')
      .option('--yes', 'do not ask'),
    async ({ client, output }, { yes }, slug = '') => {
      const target = path`/gurus/${slug}`
      await client.json('GET', target)
      await confirm(`Delete the guru ${slug} with everything in it?`, yes)
      await output.during('Deleting the guru', () => client.send('DELETE', target))
      output.result({ deleted: slug }, () => `Deleted ${slug}.`)
    },
  )
}
