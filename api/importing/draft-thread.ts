// Entry of a worker thread that reads one document and ends; see make-drafts.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '../../domain/problems.ts'
import { importCurl } from '../../importing/curl/import-curl.ts'
import { importOpenApi } from '../../importing/openapi/import-openapi.ts'
import type { DraftRequest, DraftResponse } from './make-drafts.ts'

const { kind, input } = workerData as DraftRequest

function response(): DraftResponse {
  try {
    return { drafts: kind === 'curl' ? importCurl(input as string) : importOpenApi(input) }
  } catch (error) {
    // No class survives the way between threads.
    if (error instanceof Problem) return { problem: { detail: error.message, errors: error.errors } }
    throw error
  }
}

parentPort?.postMessage(response())
