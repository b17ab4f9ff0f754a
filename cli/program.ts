import { Command } from 'commander'
import { addActions } from './commands/actions.ts'
import { addAsk } from './commands/ask.ts'
import { addGurus } from './commands/gurus.ts'
import { addKeys } from './commands/keys.ts'
import { addRuns } from './commands/runs.ts'
import { addSecrets } from './commands/secrets.ts'
import { addTemplates } from './commands/templates.ts'

const ENVIRONMENT = `
Environment:
  ERRAND_URL    where Errand is; else the one that runs on ERRAND_DATA (.errand), else http://127.0.0.1:8080
  ERRAND_KEY    an API key; else, for an Errand on this machine only, the admin key in ERRAND_DATA
  NO_COLOR      no colours

Exit codes: 0 fine, 1 something failed, 2 plan --detailed-exitcode found changes, 3 the run did not succeed, 130 Ctrl-C

Examples:
  errand gurus create acme
  errand actions apply acme actions/ --prune
  errand ask acme "What is the status of order 1042?"
  errand COMMAND --help`

/** The whole command line. */
export function createProgram(): Command {
  const program = new Command('errand')
    .description('Manages an Errand over its API.')
    .option('--url <url>', 'where Errand is')
    .option('--json', 'results as JSON, for programs')
    .addHelpText('after', ENVIRONMENT)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('--help says what there is.')
  for (const add of [addGurus, addKeys, addActions, addSecrets, addRuns, addAsk, addTemplates]) add(program)
  return program
}
