// Loaded by AVA into the process of every test file: whatever is fetched from an API under test is held to its OpenAPI
// document. A test that fetches a response from outside of it fails there, and its file does even if the test would
// not see the error.
import { checkResponse } from './check-fetched.ts'
import { isWatched } from './watched.ts'

const seen = new Set<string>()
const plainFetch = globalThis.fetch

globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input)
  const response = await plainFetch(input, init)
  if (!isWatched(url)) return response
  const method = init?.method ?? (input instanceof Request ? input.method : 'GET')
  return checkResponse({ method, url }, response, told)
}

/** AVA fails the file for a rejection that nobody handles, whatever becomes of the one that the test gets. */
function told(error: unknown): void {
  const message = String(error)
  if (seen.has(message)) return
  seen.add(message)
  void Promise.reject(error)
}
