import { parseArgs } from 'node:util'
import { StackError } from './errors.ts'

export type Command = 'start' | 'check' | 'help'

export const HELP = `Errand: API calls and sandboxed Python as durable workflows.

Usage: npm start [-- --check | --help]

  (nothing)  starts the whole stack on this machine, says where it is, and stays in the foreground.
             Ctrl-C stops everything it started and loses nothing; a second Ctrl-C stops at once.
  --check    says for each part what would be used and why; starts and installs nothing
  --help     this text

Each part is found or got in this order: what the environment names, a program on PATH, the cache, the
official download, a build with Go.

Environment (see docs/configuration.md):
  ERRAND_PORT, ERRAND_HOST     where API and dashboard listen (8080, 127.0.0.1)
  ERRAND_DATA                  folder of databases, keys and logs (.errand)
  ERRAND_ADMIN_KEY             the admin key; else made and kept in ERRAND_DATA/admin-key
  ERRAND_CACHE                 where downloaded and built programs are kept (~/.cache/errand)
  TEMPORAL_ADDRESS             an existing Temporal, with TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS...
  MONGODB_URL                  an existing MongoDB
  DOCKER_HOST                  the container engine for Python actions
  ERRAND_MODEL_URL, ERRAND_MODEL, ERRAND_MODEL_KEY
                               a language model with an OpenAI-compatible API; none: the built-in engine`

/** @throws {StackError} for an option that there is none of */
export function readCommand(args: string[]): Command {
  try {
    const { values } = parseArgs({
      args,
      options: { help: { type: 'boolean', short: 'h' }, check: { type: 'boolean' } },
    })
    return values.help ? 'help' : values.check ? 'check' : 'start'
  } catch (error) {
    throw new StackError(`${(error as Error).message}\nnpm start -- --help says what there is.`)
  }
}
