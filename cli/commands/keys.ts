import { type Command, Option } from 'commander'
import { path } from '../client/path.ts'
import { carriedOut } from '../context.ts'
import { table } from '../terminal/table.ts'

interface Key {
  id: string
  name: string
  role: string
  created_at: string
}

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('keys of a guru; needs the admin key')

  carriedOut(
    keys.command('list').description('the keys of a guru, not what opens with them').argument('<guru>'),
    async ({ client, output }, _options, guru = '') => {
      const answer = await output.during('Reading the keys', () =>
        client.json<{ keys: Key[] }>('GET', path`/gurus/${guru}/keys`),
      )
      output.result(answer, ({ keys }) =>
        table(
          ['ID', 'NAME', 'ROLE', 'CREATED'],
          keys.map((key) => [key.id, key.name, key.role, key.created_at]),
        ),
      )
    },
  )

  carriedOut<{ name: string; role: string }>(
    keys
      .command('create')
      .description('a new key, the only thing on standard output; it is shown this once')
      .argument('<guru>')
      .requiredOption('--name <text>', 'what it is for')
      .addOption(
        new Option('--role <role>', 'manage: everything in the guru; chat: only ask')
          .choices(['manage', 'chat'])
          .default('manage'),
      )
      .addHelpText('after', '\nExample:\n  export ERRAND_KEY=$(errand keys create acme --name ci)'),
    async ({ client, output }, { name, role }, guru = '') => {
      const made = await output.during('Creating the key', () =>
        client.json<Key & { key: string }>('POST', path`/gurus/${guru}/keys`, { body: { name, role } }),
      )
      output.result(made, ({ key }) => key)
      if (!output.json)
        output.note(`Key ${made.id} of ${guru}, role ${role}. Keep it: it is not shown again.`)
    },
  )

  carriedOut(
    keys
      .command('revoke')
      .description('a key opens nothing from now on')
      .argument('<guru>')
      .argument('<id>', 'as `keys list` shows it'),
    async ({ client, output }, _options, guru = '', id = '') => {
      await output.during('Revoking the key', () => client.send('DELETE', path`/gurus/${guru}/keys/${id}`))
      output.result({ revoked: id }, () => `Revoked ${id}.`)
    },
  )
}
