import { Argument, Command, InvalidArgumentError } from 'commander'
import { api } from './sections/api/api.ts'
import { calls } from './sections/calls.ts'
import { masking } from './sections/masking.ts'
import { sandbox } from './sections/sandbox/sandbox.ts'
import { understanding } from './sections/understanding.ts'
import type { Section } from './subject.ts'

const SECTIONS: Section[] = [calls, api, sandbox, masking, understanding]

export interface Options {
  sections: Section[]
  scale: number
  json: boolean
  plot: boolean
  encryptHistory: boolean
}

/** Ends the process after `--help`, or with the reason where the arguments are wrong. */
export function readOptions(argv: string[]): Options {
  const list = SECTIONS.map(({ name, about }) => `  ${name.padEnd(15)}${about}`).join('\n')
  const program = new Command('npm run bench --')
    .description('Measures Errand against bare baselines, in one run.')
    .addArgument(
      new Argument('[sections...]', 'what to measure (default: all)').choices(
        SECTIONS.map(({ name }) => name),
      ),
    )
    .option(
      '--scale <factor>',
      'multiply the number of samples, and how long throughput is measured',
      factor,
      1,
    )
    .option('--json', 'print the results as one line of JSON', false)
    .option('--plot', 'sandbox: measure latency over load, too, and draw docs/images/sandbox-load.svg', false)
    .option('--encrypt-history', 'have Errand encrypt what it leaves in Temporal', false)
    .addHelpText('after', `\nSections:\n${list}\n\nProgress goes to standard error.`)
    .parse(argv)
  const { args } = program
  return {
    ...program.opts<Omit<Options, 'sections'>>(),
    sections: args.length > 0 ? SECTIONS.filter(({ name }) => args.includes(name)) : SECTIONS,
  }
}

function factor(text: string): number {
  const value = Number(text)
  if (value > 0 && value <= 1_000) return value
  throw new InvalidArgumentError('Give a number above 0, such as 0.2.')
}
