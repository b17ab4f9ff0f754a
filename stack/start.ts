import { ConfigurationError, readConfiguration } from '../domain/configuration.ts'
import { checkParts } from './check.ts'
import { StackError } from './errors.ts'
import { HELP, readCommand } from './options.ts'
import { runInForeground } from './run-in-foreground.ts'

try {
  const command = readCommand(process.argv.slice(2))
  if (command === 'help') console.log(HELP)
  else {
    const settings = readConfiguration(process.env)
    if (command === 'check') console.log((await checkParts(settings, process.env)).join('\n'))
    else process.exitCode = await runInForeground(settings, process.env)
  }
} catch (error) {
  if (!(error instanceof ConfigurationError) && !(error instanceof StackError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
