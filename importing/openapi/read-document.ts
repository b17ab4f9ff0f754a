import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml'
import { unusable } from '../problem.ts'
import { DOCUMENT_CHARACTERS } from '../schemas.ts'
import { isRecord, type JsonObject } from './document.ts'

/** More than any document in use has; each merges or repeats something that was written once. */
const MOST_ALIASES = 2_000
/** What a document may grow to when its aliases are written out, in values. */
const MOST_VALUES = 5_000_000
const DEEPEST = 200

/**
 * The document as an object. Nothing is fetched, and no type of YAML makes anything but plain values.
 * @throws {Problem} `validation_failed` where it is no OpenAPI 3.0 or 3.1 document
 */
export function readDocument(given: unknown): JsonObject {
  const document = typeof given === 'string' ? parsed(given) : given
  if (!isRecord(document))
    throw unusable('document', 'must be an object, or text in JSON or YAML that is one')
  const { openapi, swagger } = { openapi: own(document, 'openapi'), swagger: own(document, 'swagger') }
  if (swagger !== undefined)
    throw unusable(
      'document',
      'is Swagger 2.0, and must be OpenAPI 3.0 or 3.1: convert it first, for example with npx swagger2openapi FILE, or in the Swagger Editor by Edit, Convert to OpenAPI 3',
    )
  if (typeof openapi !== 'string')
    throw unusable('document', 'has no member openapi that names the version, such as "3.1.0"')
  if (!/^3\.[01](?:\.|$)/.test(openapi)) throw unusable('document', 'must be OpenAPI 3.0 or 3.1')
  if (!isRecord(own(document, 'paths'))) throw unusable('document', 'has no paths')
  return document
}

const own = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined

function parsed(text: string): unknown {
  if (text.length > DOCUMENT_CHARACTERS)
    throw unusable('document', `must have at most ${DOCUMENT_CHARACTERS} characters`)
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  if (/^\s*\{/.test(source.slice(0, 1_000))) {
    try {
      return JSON.parse(source)
    } catch {
      // Flow style of YAML looks like this, too.
    }
  }
  try {
    const document = load(source, {
      schema: CORE_SCHEMA.withTags(mergeTag),
      json: true,
      maxDepth: DEEPEST,
      maxAliases: MOST_ALIASES,
    })
    if (/[*]/.test(source)) refuseBombs(document)
    return document
  } catch (error) {
    if (error instanceof YAMLException)
      throw unusable('document', `is neither JSON nor YAML: ${whereOf(error)}`)
    if (error instanceof RangeError) throw unusable('document', 'is nested too deeply')
    throw error
  }
}

/** The library's message quotes the text; the place is enough. */
function whereOf({ mark, reason }: YAMLException): string {
  const said = /^[a-z][\w ,()'-]{0,100}$/i.test(reason) ? reason : 'it can not be read'
  return mark ? `line ${mark.line + 1}, column ${mark.column + 1}: ${said}` : said
}

/** Aliases within aliases: a few lines that stand for more than any memory holds. */
function refuseBombs(document: unknown): void {
  const sizes = new Map<object, number>()
  const sizeOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1
    const known = sizes.get(value)
    if (known !== undefined) return known
    // An alias of what it stands in has no end.
    sizes.set(value, Number.POSITIVE_INFINITY)
    let size = 1
    for (const part of Object.values(value)) size += sizeOf(part)
    sizes.set(value, size)
    return size
  }
  if (sizeOf(document) > MOST_VALUES) throw unusable('document', 'has aliases that stand for too much')
}
