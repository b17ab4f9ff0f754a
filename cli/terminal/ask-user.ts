import { text } from 'node:stream/consumers'
import { read } from 'read'
import { CliError } from '../failure.ts'

/**
 * A secret value: typed without being shown, or all of standard input where that is no terminal. One line break at its
 * end is not part of it.
 * @throws {CliError} where there is none
 */
export async function askSecret(prompt: string): Promise<string> {
  const value = process.stdin.isTTY
    ? await read({ prompt, silent: true, output: process.stderr }).finally(() => process.stderr.write('\n'))
    : (await text(process.stdin)).replace(/\r?\n$/, '')
  if (value === '') throw new CliError('The value is empty. Nothing was changed.')
  return value
}

/** @throws {CliError} where the user says no, or nobody is there to ask and `--yes` was not given */
export async function confirm(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY) throw new CliError(`${question} Give --yes where nobody can be asked.`)
  const answer = await read({ prompt: `${question} Type yes: `, output: process.stderr })
  if (answer.trim() !== 'yes') throw new CliError('Nothing was changed.')
}
