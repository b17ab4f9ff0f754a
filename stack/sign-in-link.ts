import { inOneLine } from './errors.ts'
import type { Report } from './report.ts'

/** As long as there can be: a start may be left alone for a while before anybody opens the dashboard. */
const VALID_SECONDS = 86_400

interface Where {
  /** Where this process reaches the API. */
  apiUrl: string
  /** Where browsers reach the dashboard. */
  browserUrl: string
}

/**
 * A link that signs a browser in as admin, once. Its token is for the terminal alone: it stands in the fragment, which
 * no browser sends, and the database has its SHA-256.
 * @returns null where none could be made: everything else works without it
 */
export async function signInLink(
  { apiUrl, browserUrl }: Where,
  adminKey: string,
  report: Report,
): Promise<string | null> {
  try {
    const response = await fetch(`${apiUrl}/api/v1/auth/sign-in-tokens`, {
      method: 'POST',
      headers: { 'x-api-key': adminKey, 'content-type': 'application/json' },
      body: JSON.stringify({ valid_seconds: VALID_SECONDS }),
      signal: AbortSignal.timeout(10_000),
    })
    if (response.status !== 201) throw new Error(`the API answered ${response.status}`)
    const { token } = (await response.json()) as { token: string }
    return `${browserUrl.replace(/\/+$/, '')}/sign-in#token=${token}`
  } catch (error) {
    report(`No link to sign in with could be made (${inOneLine(error)}); the admin key signs in as well`)
    return null
  }
}
