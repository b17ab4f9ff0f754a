import { Worker } from 'node:worker_threads'
import pLimit from 'p-limit'
import { type FieldError, Problem } from '../../domain/problems.ts'
import { unusable } from '../../importing/problem.ts'
import type { CurlImport, OpenApiImport } from '../../importing/schemas.ts'

/** What a thread is to read. */
export interface DraftRequest {
  kind: 'curl' | 'openapi'
  input: unknown
}

export type DraftResponse =
  | { drafts: CurlImport | OpenApiImport }
  | { problem: { detail: string; errors: FieldError[] } }

const THREAD = new URL('./draft-thread.ts', import.meta.url)
const TIMEOUT_MS = 20_000
const MEMORY_MB = 512
/** Each may take a whole processor and all of its memory. */
const threads = pLimit(2)

/** Makes a draft of a curl command. @throws {Problem} 422 */
export const draftOfCurl = (command: string): Promise<CurlImport> =>
  threads(() => inThread({ kind: 'curl', input: command })) as Promise<CurlImport>

/** Makes drafts of an OpenAPI document. @throws {Problem} 422 */
export const draftsOfOpenApi = (document: unknown): Promise<OpenApiImport> =>
  threads(() => inThread({ kind: 'openapi', input: document })) as Promise<OpenApiImport>

/**
 * Reads in a thread of its own, so that no document, however large or devised, keeps anybody else waiting; it may take
 * so much time and memory, and no more.
 */
function inThread(request: DraftRequest): Promise<CurlImport | OpenApiImport> {
  const tooMuch = () =>
    unusable(request.kind === 'curl' ? 'command' : 'document', 'takes too long to read: import a part of it')
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, {
      workerData: request,
      // It has no business with our keys.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    const timer = setTimeout(() => {
      reject(tooMuch())
      void worker.terminate()
    }, TIMEOUT_MS)
    worker.once('message', (response: DraftResponse) => {
      if ('drafts' in response) return resolve(response.drafts)
      const { detail, errors } = response.problem
      reject(new Problem('validation_failed', detail, { errors }))
    })
    worker.once('error', (error) => reject(isOutOfMemory(error) ? tooMuch() : error))
    worker.once('exit', () => {
      clearTimeout(timer)
      // Nothing comes after this; where something came before, it counts.
      reject(new Error('The thread ended without an answer.'))
    })
  })
}

const isOutOfMemory = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
