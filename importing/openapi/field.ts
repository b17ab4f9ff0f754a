import { LIMITS, type Parameter } from '../../domain/action.ts'
import { wordsOf } from '../shared/words.ts'
import { plainText } from './plain-text.ts'
import type { SchemaView } from './schema-view.ts'

/** Something in a request that can become a parameter. */
export interface Field {
  /** As the service calls it, with the names around it: `['address', 'city']`. */
  wire: string[]
  place: 'path' | 'query' | 'header' | 'body'
  required: boolean
  description: string
  view: SchemaView
  /** Name of the parameter, once it is chosen to be one. */
  name: string | null
}

const LISTED = 30
const FORMATS: Record<string, string> = {
  date: 'as YYYY-MM-DD',
  'date-time': 'as an ISO 8601 time such as 2026-01-31T09:00:00Z',
  time: 'as HH:MM:SS',
  email: 'an e-mail address',
  uri: 'a URL',
  url: 'a URL',
  uuid: 'a UUID',
}

/** The parameter that a field becomes. A default counts where leaving it out would mean the same. */
export function parameterOf(field: Field, name: string, keepsDefault: boolean): Parameter {
  const { view } = field
  const type = view.type === 'number' || view.type === 'boolean' ? view.type : 'string'
  const fallback =
    keepsDefault && typeof view.fallback === type ? (view.fallback as string | number | boolean) : null
  const usable = typeof fallback === 'string' && fallback.length > 1_000 ? null : fallback
  return {
    name,
    type,
    description: descriptionOf(field).slice(0, LIMITS.parameterDescription),
    required: field.required && usable === null,
    default: usable,
  }
}

/** What it is, which values it takes, and how they look: engines read nothing else. */
function descriptionOf({ wire, description, view }: Field): string {
  const words = wire.flatMap(wordsOf).join(' ')
  const said = plainText(description || view.description, 300) || (words === '' ? 'A value' : `The ${words}`)
  const facts: string[] = []
  if (view.values.length > 1) {
    const values = view.values.slice(0, LISTED).map((value) => String(value).slice(0, 60))
    const more = view.values.length > LISTED ? ' and others' : ''
    facts.push(`One of: ${values.join(', ')}${more}.`)
  } else {
    const format = Object.hasOwn(FORMATS, view.format) ? FORMATS[view.format] : undefined
    if (format && !said.includes('YYYY'))
      facts.push(`It is given ${format.startsWith('as') ? format : `as ${format}`}.`)
    const example = view.example
    if (
      (typeof example === 'string' || typeof example === 'number') &&
      String(example).length <= 60 &&
      !format
    )
      facts.push(`Such as ${example}.`)
    if (typeof view.minimum === 'number' && typeof view.maximum === 'number')
      facts.push(`From ${view.minimum} to ${view.maximum}.`)
  }
  return [/[.!?:]$/.test(said) || facts.length === 0 ? said : `${said}.`, ...facts].join(' ')
}
