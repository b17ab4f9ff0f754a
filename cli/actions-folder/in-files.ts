import { type ApiFailure, CliError } from '../failure.ts'

/**
 * A refusal of several actions at once, told by their files instead of their numbers.
 * @param places the file of each action, in the order in which they were sent
 */
export function inFiles({ message, errors }: ApiFailure, places: string[]): CliError {
  const lines = errors.map(({ path, message: problem }) => {
    const [, index = '', rest = ''] = /^(\d+)\.?(.*)$/.exec(path) ?? []
    const where = index === '' ? undefined : places[Number(index)]
    return [where ?? path, where ? rest : '', problem].filter(Boolean).join(': ')
  })
  return new CliError([message, 'Nothing was changed.', ...lines].join('\n'))
}
