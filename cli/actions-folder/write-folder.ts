import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { ActionInput } from '../../domain/action.ts'
import { CliError } from '../failure.ts'

export type Format = 'yaml' | 'json'

/** Text blocks stay text blocks, however long their lines. */
export const asText = (value: unknown, format: Format): string =>
  format === 'json'
    ? `${JSON.stringify(value, null, 2)}\n`
    : stringify(value, { lineWidth: 0, blockQuote: 'literal' })

/**
 * Writes one file for each action, named after it.
 * @returns the paths of files that were written; those that were right already are left alone
 * @throws {CliError} before anything is written, where a file would be overwritten and `force` is not set
 */
export function writeActions(
  folder: string,
  actions: ActionInput[],
  { format, force }: { format: Format; force: boolean },
): string[] {
  const taken = new Set<string>()
  const files = actions.map((action) => {
    const path = join(folder, `${freeStem(action.name, taken)}.${format}`)
    return { path, text: asText(action, format) }
  })
  const changed = files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
  const overwritten = changed.filter(({ path }) => existsSync(path))
  if (overwritten.length > 0 && !force)
    throw new CliError(
      `These files have something else; --force overwrites them. Nothing was written.\n${overwritten.map(({ path }) => path).join('\n')}`,
    )
  mkdirSync(folder, { recursive: true })
  for (const { path, text } of changed) writeFileSync(path, text)
  return changed.map(({ path }) => path)
}

const MAX_STEM = 60

/** Letters and digits of the name only: it must not lead to another folder, whatever it is. */
function freeStem(name: string, taken: Set<string>): string {
  const plain = name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '')
  const stem =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, MAX_STEM) || 'action'
  let candidate = stem
  for (let count = 2; taken.has(candidate); count++) candidate = `${stem}-${count}`
  taken.add(candidate)
  return candidate
}
