import { unusable } from '../problem.ts'
import type { CurlImport } from '../schemas.ts'

/**
 * Makes a draft of the request that a curl command line sends. Credentials become declared secrets; their values are
 * neither in the draft nor in any message.
 * @throws {Problem} `validation_failed` at `command` where there is nothing to make a draft of
 */
export function importCurl(_command: string): CurlImport {
  throw unusable('command', 'can not be read yet')
}
