import { z } from 'zod'
import { actionInputSchema } from '../domain/action.ts'

/** Longest command line that is read, in characters. */
export const COMMAND_CHARACTERS = 100_000

/** Longest text of a document that is read, in characters. */
export const DOCUMENT_CHARACTERS = 10 * 1024 * 1024

export const curlImportRequestSchema = z.strictObject({
  command: z.string().min(1, 'must not be empty').max(COMMAND_CHARACTERS),
})

export const openApiImportRequestSchema = z.strictObject({
  document: z.union([
    z.string().min(1, 'must not be empty').max(DOCUMENT_CHARACTERS),
    z.record(z.string(), z.unknown()),
  ]),
})

/** What is worth knowing about a draft, each a sentence or two. */
const warningsSchema = z.array(z.string())

/** A draft: valid as it is, and not saved. */
export const curlImportSchema = z.strictObject({ action: actionInputSchema, warnings: warningsSchema })
export type CurlImport = z.output<typeof curlImportSchema>

export const openApiImportSchema = z.strictObject({
  actions: z.array(actionInputSchema),
  warnings: warningsSchema,
})
export type OpenApiImport = z.output<typeof openApiImportSchema>
