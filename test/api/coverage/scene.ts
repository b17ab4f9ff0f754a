// A guru with one of everything that an operation can be about. All texts of it have a word that nobody else's have: a
// response or a request with it is about this guru.
import { randomUUID } from 'node:crypto'
import type { Operation } from '../../../api/contract/operation.ts'
import type { AnswerRecord, Run } from '../../../domain/run.ts'
import { type ApiClient, apiClient } from '../../support/api-client.ts'
import type { StackContext } from '../../support/shared-stack.ts'

export interface Scene {
  slug: string
  word: string
  url: string
  /** Signed in as admin, and with the guru's own keys. */
  admin: ApiClient
  manager: ApiClient
  chatter: ApiClient
  keys: { admin: string; manage: string; chat: string }
  /** What stands at the end of each path prefix, such as `/{guru}/actions/`. */
  at: Record<string, string>
  /** Each makes one more. */
  newAction(changes?: Record<string, unknown>): Promise<string>
  newRun(): Promise<string>
  /** One that waits for an approval. */
  newOpenRun(): Promise<string>
  newKey(role?: string): Promise<{ id: string; key: string }>
  newSecret(): Promise<string>
  /** Of a browser that has signed in with this key, as it sends it back. */
  newCookie(key: string): Promise<string>
}

/** Where Python leaves a file of the scene. */
const FILE = 'note.txt'

export async function makeScene({ errand, api: admin, target }: StackContext): Promise<Scene> {
  const word = `w${randomUUID().replaceAll('-', '')}`
  const slug = `scene-${randomUUID().slice(0, 13)}`
  await admin.post('/gurus', { slug, name: word, instructions: word, action_limit: 200 })
  const newKey: Scene['newKey'] = (role = 'manage') =>
    admin.post(`/gurus/${slug}/keys`, { name: `${word} ${role}`, role })
  const [manage, chat] = [await newKey('manage'), await newKey('chat')]
  const manager = apiClient(errand.url, manage.key)
  const chatter = apiClient(errand.url, chat.key)

  let count = 0
  const newAction: Scene['newAction'] = async (changes = {}) => {
    count += 1
    const action = { ...actionOf(word, target.url), name: `Thing ${count} ${word}`, ...changes }
    return (await manager.post<{ id: string }>(`/${slug}/actions`, action)).id
  }
  const runOf = async (action: string, query: string) =>
    (await manager.post<Run>(`/${slug}/actions/${action}/trigger${query}`, { parameters: {} })).id
  const newSecret = async () => {
    count += 1
    const name = `TOKEN_${word.toUpperCase()}_${count}`
    await manager.put(`/${slug}/secrets/${name}`, { value: `value-${word}` })
    return name
  }

  const newCookie: Scene['newCookie'] = async (key) => {
    const { headers } = await admin.request('POST', '/auth/session', { key })
    return headers.getSetCookie()[0]?.split(';')[0] ?? ''
  }

  const action = await newAction({
    name: `Order status ${word}`,
    trigger: 'When the user asks for the status of an order',
    schedule: { enabled: true, cron: '0 9 1 1 *', timezone: 'UTC', parameters: {} },
  })
  await manager.request('PATCH', `/${slug}/actions/${action}`, { description: `changed ${word}` })
  await newAction({
    name: `Refund ${word}`,
    trigger: 'When the user wants to refund a parcel',
    requires_approval: true,
  })
  const code = `open('/tmp/out/${FILE}', 'w').write('${word}')\nprint('${word}')`
  const withFile = await manager.post<Run>(`/${slug}/actions/test`, {
    action: { name: word, trigger: 'Never', type: 'python', python: { code } },
  })
  const answer = await chatter.post<AnswerRecord>(`/${slug}/answer`, { question: ORDER_QUESTION })
  const [answered] = answer.actions
  if (!answered?.run_id) throw new Error(`The scene's question ran nothing: ${JSON.stringify(answer)}`)

  return {
    ...{ slug, word, admin, manager, chatter, newAction, newKey, newSecret, newCookie },
    url: errand.url,
    keys: { admin: errand.adminKey, manage: manage.key, chat: chat.key },
    newRun: () => runOf(action, '?wait=true'),
    newOpenRun: async () => runOf(await newAction({ requires_approval: true }), ''),
    at: {
      '/': slug,
      '/gurus/': slug,
      '/docs/': await docsFile(errand.url),
      '/gurus/{guru}/keys/': (await newKey()).id,
      '/{guru}/actions/': action,
      '/{guru}/actions/{id}/versions/': '1',
      '/{guru}/secrets/': await newSecret(),
      '/{guru}/answer/': answered.run_id,
      '/{guru}/sessions/': answer.session_id,
      '/{guru}/runs/': withFile.id,
      '/{guru}/runs/{id}/artifacts/': FILE,
    },
  }
}

/** A file that the page of the documentation names. */
async function docsFile(url: string): Promise<string> {
  const page = await fetch(`${url}/api/v1/docs`).then((response) => response.text())
  return /"docs\/([^"]+)"/.exec(page)?.[1] ?? ''
}

/** Two questions that its actions fit: one runs at once, one waits for an approval. */
export const ORDER_QUESTION = 'What is the status of my order?'
export const REFUND_QUESTION = 'Please refund my parcel'

/** An action of a scene as it is saved; each has a name of its own. */
export const actionOf = (word: string, target: string): Record<string, unknown> => ({
  name: word,
  description: word,
  trigger: 'Never',
  parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order', default: 7 }],
  type: 'api_call',
  api_call: { method: 'GET', url: `${target}/${word}/{order_id}` },
})

/** What stands in the path of an operation that is about this scene. */
export function paramsOf({ id, path }: Operation, { at }: Pick<Scene, 'at'>): Record<string, string> {
  return Object.fromEntries(
    [...path.matchAll(/\{(\w+)\}/g)].map(({ 1: name = '', index }) => {
      const value = at[path.slice(0, index)]
      if (value === undefined)
        throw new Error(
          `${id}: say in test/api/coverage/scene.ts what stands behind '${path.slice(0, index)}' in a guru that has one of everything.`,
        )
      return [name, value]
    }),
  )
}
