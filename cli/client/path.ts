import { CliError } from '../failure.ts'

/**
 * A path whose variable parts are encoded, as a template tag: path`/${guru}/runs/${id}`. A name that would lead to
 * another route is refused.
 */
export function path(literals: TemplateStringsArray, ...names: string[]): string {
  return literals.reduce((before, literal, index) => before + segment(names[index - 1] ?? '') + literal)
}

function segment(name: string): string {
  if (name === '' || name === '.' || name === '..') throw new CliError(`'${name}' is not a name.`)
  return encodeURIComponent(name)
}
