import type { ApiClient } from '../../test/support/api-client.ts'
import { GURU } from '../world.ts'

/** Creates an action and answers its id. */
export async function createAction(api: ApiClient, action: object): Promise<string> {
  const { id } = await api.post<{ id: string }>(`/${GURU}/actions`, action)
  return id
}

/** An action with all that a usual one has: a parameter and a secret. */
export async function createProfileAction(api: ApiClient, targetUrl: string): Promise<string> {
  await api.put(`/${GURU}/secrets/TOKEN`, { value: 'bench-token-0123456789' })
  return createAction(api, {
    name: 'GitHub profile',
    trigger: "When the user asks for a GitHub user's profile information",
    parameters: [{ name: 'username', description: 'The GitHub login whose profile is asked for' }],
    type: 'api_call',
    api_call: { url: `${targetUrl}/users/{username}`, headers: { Authorization: 'Bearer {TOKEN}' } },
  })
}

/** Triggers it, waits for the finished run, and answers its output. */
export async function triggerAndWait(
  api: ApiClient,
  id: string,
  parameters: Record<string, unknown>,
): Promise<string | null> {
  const path = `/${GURU}/actions/${id}/trigger?wait=true`
  const { output } = await api.post<{ output: string | null }>(path, { parameters })
  return output
}

export async function ask(api: ApiClient, question: string): Promise<string> {
  const { content } = await api.post<{ content: string }>(`/${GURU}/answer/`, { question })
  return content
}
