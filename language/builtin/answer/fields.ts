import { splitIdentifier } from '../match/tokens.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One fact of a JSON object: a scalar, or a list of scalars as text. */
export interface Field {
  /** Dotted. */
  path: string
  label: string
  value: null | boolean | number | string
}

const DEEPEST = 4
const MOST_FIELDS = 400

export const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `public_repos` as "Public repos". */
export function labelOf(path: string): string {
  const words = splitIdentifier(path.split('.').slice(-2).join(' '))
    .split(/[\s-]+/)
    .map((word) =>
      /^(?:id|url|ip|api|html|uuid|sku|vat|iban)$/i.test(word) ? word.toUpperCase() : word.toLowerCase(),
    )
    .join(' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The scalars of an object by dotted path, in its own order; lists of objects are left out. */
export function fieldsOf(
  value: { [key: string]: Json },
  prefix = '',
  depth = 1,
  found: Field[] = [],
): Field[] {
  for (const [key, inner] of Object.entries(value)) {
    if (found.length >= MOST_FIELDS) break
    const path = prefix ? `${prefix}.${key}` : key
    if (Array.isArray(inner)) {
      if (
        inner.length > 0 &&
        inner.length <= 20 &&
        inner.every((item) => !isObject(item) && !Array.isArray(item))
      )
        found.push({ path, label: labelOf(path), value: inner.map(plain).join(', ') })
    } else if (isObject(inner)) {
      if (depth < DEEPEST) fieldsOf(inner, path, depth + 1, found)
    } else found.push({ path, label: labelOf(path), value: inner })
  }
  return found
}

/** A scalar among others of a list. */
const plain = (value: Json): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
