import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { CliError } from '../failure.ts'

/** One action as a file has it, not looked at yet. */
export interface FileAction {
  /** The file, and which of its actions where it has several: for messages. */
  where: string
  value: unknown
}

const ENDINGS = ['.json', '.yaml', '.yml']
const MAX_BYTES = 5 * 1024 * 1024

/**
 * The actions in the files of a folder and of the folders in it, or in one file: JSON or YAML, each one action, or an
 * array of them; YAML may have several documents. Hidden files and symbolic links are left alone.
 * @throws {CliError} with every file that can't be read
 */
export function readActions(path: string): FileAction[] {
  const files = filesOf(path)
  const problems: string[] = []
  const found = files.flatMap((file) => {
    try {
      return actionsIn(file)
    } catch (error) {
      problems.push(`${file}: ${error instanceof Error ? error.message : String(error)}`)
      return []
    }
  })
  if (problems.length > 0)
    throw new CliError(`Some files can't be read. Nothing was changed.\n${problems.join('\n')}`)
  return found
}

function filesOf(path: string): string[] {
  try {
    return statSync(path).isDirectory() ? within(path) : [path]
  } catch (error) {
    throw new CliError(`${path} can't be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

const within = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return within(path)
      return entry.isFile() && ENDINGS.includes(extname(entry.name).toLowerCase()) ? [path] : []
    })

function actionsIn(file: string): FileAction[] {
  if (statSync(file).size > MAX_BYTES) throw new Error(`is larger than ${MAX_BYTES / 1024 / 1024} MiB`)
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  const documents = extname(file).toLowerCase() === '.json' ? [jsonOf(text)] : yamlOf(text)
  const actions = documents.flat()
  if (actions.length === 0 && documents.length === 0) throw new Error('holds no action')
  return actions.map((value, index) => ({ where: actions.length > 1 ? `${file}#${index + 1}` : file, value }))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`is not valid JSON: ${(error as Error).message}`)
  }
}

function yamlOf(text: string): unknown[] {
  const documents = parseAllDocuments(text, { prettyErrors: true })
  const [error] = documents.flatMap(({ errors }) => errors)
  if (error) throw new Error(`is not valid YAML: ${error.message.split('\n')[0]}`)
  return documents.map((document) => document.toJS()).filter((value) => value !== null)
}

/** Of a path, for messages. */
export const shortName = (where: string): string => basename(where)
