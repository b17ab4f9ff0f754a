import { unusable } from '../problem.ts'
import type { OpenApiImport } from '../schemas.ts'

/**
 * Makes a draft of each operation of an OpenAPI 3.0 or 3.1 document, given as an object or as text in JSON or YAML.
 * @throws {Problem} `validation_failed` at `document` where there is nothing to make drafts of
 */
export function importOpenApi(_document: unknown): OpenApiImport {
  throw unusable('document', 'can not be read yet')
}
