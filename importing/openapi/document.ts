export type JsonObject = Record<string, unknown>

export const isRecord = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Why a part of the document can't be used, as the end of a sentence. */
export class Unusable extends Error {}

const MOST_STEPS = 30
/** Resolved parts of one operation, and of a whole document: more is a document made to keep somebody busy. */
const MOST_OF_OPERATION = 5_000
const MOST_OF_DOCUMENT = 3_000_000

/**
 * Reads a document's parts by their own members only, so that a member called `__proto__` is one like any other, and
 * follows `$ref` within the document. There is no I/O here, whatever a reference says.
 */
export class Document {
  readonly root: JsonObject
  #left = MOST_OF_OPERATION
  #leftOfAll = MOST_OF_DOCUMENT

  constructor(root: JsonObject) {
    this.root = root
  }

  /** Another operation begins. */
  startOperation(): void {
    this.#left = MOST_OF_OPERATION
  }

  /** The object that `value` is or refers to; null where it is none. @throws {Unusable} */
  object(value: unknown): JsonObject | null {
    if (--this.#left < 0 || --this.#leftOfAll < 0) throw new Unusable('it is too large')
    let current = value
    let beside: JsonObject = {}
    for (let steps = 0; steps <= MOST_STEPS; steps++) {
      if (!isRecord(current)) return null
      const ref = Object.hasOwn(current, '$ref') ? current.$ref : undefined
      if (typeof ref !== 'string') return Object.keys(beside).length > 0 ? { ...current, ...beside } : current
      // OpenAPI 3.1: what stands beside a reference counts.
      const { $ref: _, ...others } = current
      beside = { ...others, ...beside }
      current = this.#target(ref)
    }
    throw new Unusable('a $ref leads in a circle')
  }

  #target(ref: string): unknown {
    if (!ref.startsWith('#')) throw new Unusable('a $ref leads out of the document, and nothing is fetched')
    if (ref !== '#' && !ref.startsWith('#/')) throw new Unusable('a $ref is no JSON pointer')
    let current: unknown = this.root
    for (const step of ref.slice(2).split('/').slice(0, 50)) {
      const key = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~')
      if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key))
        throw new Unusable('a $ref leads nowhere')
      current = (current as JsonObject)[key]
    }
    return current
  }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** An own member, or undefined. */
export const member = (object: JsonObject | null, key: string): unknown =>
  object !== null && Object.hasOwn(object, key) ? object[key] : undefined

export const textOf = (object: JsonObject | null, key: string): string => {
  const value = member(object, key)
  return typeof value === 'string' ? value : ''
}

export const listOf = (object: JsonObject | null, key: string): unknown[] => {
  const value = member(object, key)
  return Array.isArray(value) ? value : []
}
