// Which statuses of an operation are to be seen, and how to get those that every operation of its kind has.
import type { Operation } from '../../../api/contract/operation.ts'
import { responsesOf } from '../../support/contract/document.ts'
import { paramsOf, type Scene } from './scene.ts'
import { type Sending, send } from './sending.ts'

/** A request that must be answered with a certain status. */
export type Case = (scene: Scene) => Sending | Promise<Sending>

/** By status. What is said here goes before what holds for every operation. */
export type Cases = Record<number, Case>

/**
 * Documented for every operation, and of no operation: a body that does not arrive (tested with the server), too many
 * requests (tested where they are counted), an error of Errand itself, and a part that is away (tested where it is taken
 * away).
 */
const OF_NO_OPERATION = [408, 429, 500, 503]

/**
 * What only happens where two change one thing in the same moment, so that no request brings it about for sure. Where
 * they do is tested with many at once.
 */
const BY_CHANCE: Record<string, number[]> = { deleteAction: [409], disableAction: [409] }

export const isSuccess = (status: number): boolean => status < 400

/** The statuses that the document has, and a test of this operation must see. */
export const declaredStatuses = (operation: Operation): number[] =>
  Object.keys(responsesOf(operation))
    .map(Number)
    .filter((status) => !OF_NO_OPERATION.includes(status) && !BY_CHANCE[operation.id]?.includes(status))

/** The key with the least rights that may carry it out. */
export function keyFor({ access }: Operation, { keys }: Pick<Scene, 'keys'>): string | null {
  if (access === 'open') return null
  return access === 'key' ? keys.chat : keys[access]
}

const names = ({ path }: Operation): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/** What needs no thought: the same for every operation with a key, a guru, an id, a body or a query. */
export function commonCases(operation: Operation, other: Scene, success: Case): Cases {
  const changed =
    (changes: (scene: Scene) => Sending): Case =>
    async (scene) => {
      const { params, query, body, headers } = await success(scene)
      return { params, query, body, headers, ...changes(scene) }
    }
  return {
    401: changed(() => ({ key: null })),
    403: changed(({ keys }) => ({
      key: operation.access === 'admin' ? keys.manage : other.keys.manage,
    })),
    404: async (scene) => {
      const sending = await success(scene)
      const last = names(operation).at(-1) ?? 'guru'
      const missing = { ...sending, params: { ...sending.params, [last]: 'missing' } }
      return last === 'guru' ? { ...missing, key: scene.keys.admin } : missing
    },
    304: async (scene) => {
      const sending = await success(scene)
      const params = { ...paramsOf(operation, scene), ...sending.params }
      const { headers } = await send(scene.url, operation, {
        ...sending,
        params,
        key: keyFor(operation, scene),
      })
      // Without the second one, fetch asks for a fresh copy.
      const known = { 'if-none-match': headers.get('etag') ?? '', 'cache-control': 'max-age=0' }
      return { ...sending, headers: { ...sending.headers, ...known } }
    },
    412: async (scene) => {
      const sending = await success(scene)
      return { ...sending, headers: { ...sending.headers, 'if-match': '"0-00000000"' } }
    },
    422: changed(() => (operation.body ? { body: [] } : { query: { colour: 'red' } })),
    400: async (scene) => {
      const sending = await success(scene)
      if (operation.body) return { ...sending, body: undefined, rawBody: '{"a":' }
      const last = names(operation).at(-1)
      if (last === undefined) return { ...sending, query: { ...sending.query, guru: '\0' } }
      return { ...sending, params: { ...sending.params, [last]: '%' }, unencoded: true }
    },
    413: changed(() => ({
      body: undefined,
      rawBody: JSON.stringify('x'.repeat(bytesOf(operation.bodyLimit ?? '1mb'))),
    })),
    415: changed(() => ({ body: undefined, rawBody: 'a=b', type: 'application/x-www-form-urlencoded' })),
  }
}

function bytesOf(limit: string): number {
  const [, count, unit = ''] = /^(\d+)(kb|mb)$/i.exec(limit) ?? []
  if (!count) throw new Error(`This limit of a body can't be read: ${limit}`)
  return Number(count) * (unit.toLowerCase() === 'kb' ? 1_024 : 1_048_576)
}
