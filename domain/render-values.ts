import type { ParameterValue, ParameterValues } from './action.ts'
import { RunFailure } from './run-errors.ts'
import { namesIn, type TemplatePart } from './template-text.ts'

/** What a run's placeholders stand for. */
export interface RenderValues {
  parameters: ParameterValues
  /** By name; opened, so never to be shown. */
  secrets: Record<string, string>
}

/** One placeholder's value; `label` names it in errors without showing it. */
export interface PlaceholderValue {
  value: ParameterValue
  /** The value as text. */
  text: string
  label: string
}

/** The value of a placeholder, or null where it is absent. */
export type LookUp = (name: string) => PlaceholderValue | null

/** Looks placeholders up among own properties only: `{constructor}` names nothing. */
export function createLookUp({ parameters, secrets }: RenderValues): LookUp {
  return (name) => {
    const own = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    const isParameter = own !== undefined && own !== null
    const value = isParameter ? own : Object.hasOwn(secrets, name) ? secrets[name] : undefined
    if (value === undefined || value === null) return null
    const label = `${isParameter ? 'Parameter' : 'Secret'} '${name}'`
    if (typeof value === 'number' && !Number.isFinite(value))
      throw invalid(`${label} is not a finite number.`)
    return { value, text: String(value), label }
  }
}

/** The request can't be made of these values. `message` never holds a secret's value. */
export const invalid = (message: string): RunFailure => new RunFailure('invalid_request', message)

/** Turns a value into the text of its place; throws where the place can't take it. */
export type Encode = (value: PlaceholderValue) => string

/** Renders parts with `encode`d values; null where one of the placeholders is absent. */
export function renderParts(
  parts: TemplatePart[],
  lookUp: LookUp,
  encode: Encode,
  literal: (text: string) => string = (text) => text,
): string | null {
  let text = ''
  for (const part of parts) {
    if ('literal' in part) {
      text += literal(part.literal)
      continue
    }
    const value = lookUp(part.placeholder)
    if (value === null) return null
    text += encode(value)
  }
  return text
}

/** The same where nothing can be left out; `place` is named in the error. */
export function renderRequired(
  parts: TemplatePart[],
  lookUp: LookUp,
  encode: Encode,
  place: string,
  literal?: (text: string) => string,
): string {
  const text = renderParts(parts, lookUp, encode, literal)
  if (text !== null) return text
  const missing = namesIn(parts).find((name) => lookUp(name) === null)
  throw invalid(`'${missing}' has no value, and ${place} needs it.`)
}

/** `Parameter 'a' and Secret 'B'`: the values that went into `parts`. */
export function labelsOf(parts: TemplatePart[], lookUp: LookUp): string {
  return namesIn(parts)
    .flatMap((name) => lookUp(name)?.label ?? [])
    .join(' and ')
}
