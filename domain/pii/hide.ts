import type { PiiFinder } from './find.ts'
import type { Found } from './found.ts'
import { freeToken } from './labels.ts'

/** Gives each value its token, the same value the same one. */
export interface Naming {
  tokenFor: LabelFor
  /** What was named here for the first time: token to value. */
  readonly values: ReadonlyMap<string, string>
}

/**
 * @param taken tokens and labels that stand for other values already
 * @param known the token that a value has had before, if any
 */
export function createNaming(
  taken: Iterable<string>,
  known: (name: string, value: string) => string | undefined = () => undefined,
): Naming {
  const used = new Set(taken)
  const tokens = new Map<string, string>()
  const values = new Map<string, string>()
  return {
    values,
    tokenFor(name, value) {
      const key = `${name}\n${value}`
      const token = tokens.get(key) ?? known(name, value) ?? freeToken(name, used)
      if (!tokens.has(key)) {
        tokens.set(key, token)
        if (!used.has(token)) values.set(token, value)
        used.add(token)
      }
      return token
    },
  }
}

/** JSON data with labels in place of the personal data in its strings, keys and numbers. */
export function hidePii<T>(data: T, finder: PiiFinder, labelFor: LabelFor): T {
  return mapJson(data, (text, field) => replaceFound(text, finder.find(text, field), labelFor)) as T
}

/** The same of an object whose own keys are no user's. */
export function hidePiiIn<T extends object>(data: T, finder: PiiFinder, labelFor: LabelFor): T {
  const hide: MapText = (text, field) => replaceFound(text, finder.find(text, field), labelFor)
  return Object.fromEntries(
    Object.entries(data).map(([key, member]) => [key, mapJson(member, hide, key)]),
  ) as T
}

type LabelFor = (name: string, value: string) => string

function replaceFound(text: string, found: Found[], labelFor: LabelFor): string {
  let shown = ''
  let end = 0
  for (const { from, to, name } of found) {
    shown += text.slice(end, from) + labelFor(name, text.slice(from, to))
    end = to
  }
  return shown + text.slice(end)
}

type MapText = (text: string, field?: string) => string

function mapJson(data: unknown, map: MapText, field?: string): unknown {
  if (typeof data === 'string') return map(data, field)
  if (typeof data === 'number') {
    const text = String(data)
    const mapped = map(text, field)
    return mapped === text ? data : mapped
  }
  if (Array.isArray(data)) return data.map((element) => mapJson(element, map, field))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([key, member]) => [map(key), mapJson(member, map, key)]),
  )
}
