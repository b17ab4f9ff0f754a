import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type Minimum, readMinimum } from './minimum.ts'

export interface Options {
  files: string[]
  engine: 'builtin' | 'model'
  only?: RegExp
  min: Minimum
  misses: boolean
  json: boolean
}

const EXAMPLES = `
Examples:
  npm run eval -- eval/templates.jsonl --misses
  npm run eval -- eval/templates.jsonl eval/templates-held-out.jsonl --min action=0.95,silence=0.95,exact=0.85
  ERRAND_MODEL_URL=http://127.0.0.1:11434/v1 ERRAND_MODEL=qwen3:8b npm run eval -- mine.jsonl --engine model

It ends with 0 however many lines went wrong, with 1 where a rate is below --min, and with 2 where it could not measure.
The format of a file, and what counts as right: docs/understanding.md`

/** The command line, without the program's name. Ends the process after --help, and with 2 where it can't be read. */
export function readOptions(args: string[]): Options {
  const program = new Command('npm run eval --')
    .description(
      'Measures how well an engine understands questions: right action, right silence, exact parameters.\nNothing is run: no action, no server, no container.',
    )
    .argument('<files...>', 'JSONL files with a question and what is right on each line')
    .addOption(
      new Option('--engine <name>', 'model is that of ERRAND_MODEL_URL, ERRAND_MODEL and ERRAND_MODEL_KEY')
        .choices(['builtin', 'model'] as const)
        .default('builtin'),
    )
    .option('--only <pattern>', 'lines whose id or category matches this regular expression', pattern)
    .option(
      '--min <rates>',
      'what all files together have to reach, such as action=0.95,exact=0.8',
      minimum,
      {},
    )
    .option('--misses', 'list the lines that went wrong, and how', false)
    .option('--json', 'print rates and misses as one line of JSON for each file', false)
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('npm run eval -- --help says more.')
    .exitOverride()
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
    throw error
  }
  return { files: program.args, min: {}, ...program.opts<Omit<Options, 'files' | 'min'>>() }
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text)
  } catch {
    throw new InvalidArgumentError("It must be a regular expression, such as 'follow_up|german'.")
  }
}

function minimum(text: string): Minimum {
  try {
    return readMinimum(text)
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
}
