import type { Version } from '../../../api/versions.ts'
import { texts } from '../../../texts/en/index.ts'

/** Those with fields of their own. */
const NESTED = ['api_call', 'python']
/** What no one has changed: it counts by itself. */
const LEFT_OUT = ['version']

/** An action as texts by field, to be compared; what is empty is left out. */
export function fieldsOf(action: Version['action']): Map<string, string> {
  const fields = new Map<string, string>()
  const add = (path: string, value: unknown) => {
    const text = textOf(value)
    if (text !== '') fields.set(path, text)
  }
  for (const [name, value] of Object.entries(action)) {
    if (LEFT_OUT.includes(name)) continue
    if (NESTED.includes(name))
      for (const [inner, one] of Object.entries(value ?? {})) add(`${name}.${inner}`, one)
    else add(name, value)
  }
  return fields
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? texts.versions.yes : texts.versions.no
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value, null, 2)
  if (typeof value === 'object') return Object.keys(value).length === 0 ? '' : JSON.stringify(value, null, 2)
  return String(value)
}
