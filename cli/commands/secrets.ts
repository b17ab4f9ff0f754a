import type { Command } from 'commander'
import { path } from '../client/path.ts'
import { carriedOut } from '../context.ts'
import { askSecret, confirm } from '../terminal/ask-user.ts'
import { safeLine } from '../terminal/safe-text.ts'
import { table } from '../terminal/table.ts'
import { each } from './arguments.ts'

interface Named {
  id: string
  name: string
}
interface Secret {
  name: string
  mask: boolean
  allowed_hosts: string[]
  updated_at: string
  used_by: Named[]
}

const TOO_MUCH =
  'error: give the guru, the name of the secret and its options; the value is asked for, or read from standard input\n'

const namesOf = (actions: Named[]): string => actions.map(({ name }) => safeLine(name)).join(', ')

export function addSecrets(program: Command): void {
  const secrets = program.command('secrets').description('secrets of a guru: values go in and never come out')

  carriedOut(
    secrets.command('list').description('names, hosts and users, never values').argument('<guru>'),
    async ({ client, output }, _options, guru = '') => {
      const answer = await output.during('Reading the secrets', () =>
        client.json<{ secrets: Secret[] }>('GET', path`/${guru}/secrets`),
      )
      output.result(answer, ({ secrets }) =>
        table(
          ['NAME', 'MASKED', 'HOSTS', 'USED BY', 'SET'],
          secrets.map((secret) => [
            secret.name,
            secret.mask ? 'yes' : 'no',
            secret.allowed_hosts.join(', ') || 'any',
            namesOf(secret.used_by),
            secret.updated_at,
          ]),
        ),
      )
    },
  )

  carriedOut<{ allowedHost?: string[]; mask: boolean }>(
    secrets
      .command('set')
      .description('a secret, new or with another value: typed unseen, or from standard input')
      .argument('<guru>')
      .argument('<name>', 'such as STRIPE_KEY')
      .option('--allowed-host <host>', 'the only host that it may be sent to; may be repeated', each)
      .option('--no-mask', 'it is no secret as such, and is shown in outputs')
      // The parser's own message repeats what was given too much: the value itself.
      .configureOutput({ outputError: (_text, write) => write(TOO_MUCH) })
      .addHelpText(
        'after',
        `
A value can't be given as an argument: other users of the machine, and the shell's history, would see it.

Examples:
  errand secrets set acme STRIPE_KEY --allowed-host api.stripe.com
  errand secrets set acme STRIPE_KEY < stripe-key.txt
  pass show stripe | errand secrets set acme STRIPE_KEY`,
      ),
    async ({ client, output }, { allowedHost, mask }, guru = '', name = '') => {
      const target = path`/${guru}/secrets/${name}`
      const value = await askSecret(`Value of ${safeLine(name)} (not shown): `)
      const body = { value, mask, ...(allowedHost ? { allowed_hosts: allowedHost } : {}) }
      const secret = await output.during('Setting the secret', () =>
        client.json<Secret>('PUT', target, { body }),
      )
      output.result(
        secret,
        () => `Set ${secret.name}; it may be sent to ${secret.allowed_hosts.join(', ') || 'any host'}.`,
      )
    },
  )

  carriedOut<{ yes?: boolean }>(
    secrets
      .command('delete')
      .description('a secret; actions that use it are disabled')
      .argument('<guru>')
      .argument('<name>')
      .option('--yes', 'do not ask'),
    async ({ client, output }, { yes }, guru = '', name = '') => {
      const target = path`/${guru}/secrets/${name}`
      await confirm(`Delete the secret ${safeLine(name)} and disable what uses it?`, yes)
      const answer = await output.during('Deleting the secret', () =>
        client.json<{ disabled_actions: Named[] }>('DELETE', target),
      )
      output.result(answer, ({ disabled_actions }) =>
        [
          `Deleted ${name}.`,
          ...(disabled_actions.length ? [`Disabled: ${namesOf(disabled_actions)}.`] : []),
        ].join(' '),
      )
    },
  )
}
