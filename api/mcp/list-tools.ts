import { type ListToolsResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { ActionDocument } from '../../storage/models.ts'
import { describeTool } from './describe-tool.ts'
import { toolNameOf } from './tool-names.ts'

/** Some clients read the first page only, so it is long; a tool may take some 10 KB. */
export const PAGE_SIZE = 200

type Place = Pick<ActionDocument, 'created_at' | '_id'>

/**
 * The enabled actions as tools, oldest first.
 * @param cursor the `nextCursor` of the page before; actions that came or went since move nothing
 * @throws {ProtocolError} where it is none
 */
export function listTools(actions: ActionDocument[], cursor: string | undefined): ListToolsResult {
  const last = cursor === undefined ? null : readCursor(cursor)
  const left = enabledOf(actions)
    .sort(inOrder)
    .filter((action) => last === null || inOrder(action, last) > 0)
  const page = left.slice(0, PAGE_SIZE)
  const end = page.at(-1)
  return {
    tools: page.map(describeTool),
    ...(end && left.length > page.length && { nextCursor: writeCursor(end) }),
  }
}

/** The enabled action that a tool's name means. */
export const actionOfTool = (actions: ActionDocument[], name: string): ActionDocument | undefined =>
  enabledOf(actions).find((action) => toolNameOf(action) === name)

const enabledOf = (actions: ActionDocument[]): ActionDocument[] =>
  actions.filter(({ definition }) => definition.enabled)

/** Several may be made in one millisecond. */
const inOrder = (a: Place, b: Place): number =>
  a.created_at.getTime() - b.created_at.getTime() || (a._id < b._id ? -1 : a._id > b._id ? 1 : 0)

const CURSOR = /^(\d{1,15})\.([\w-]{1,64})$/

const writeCursor = ({ created_at, _id }: Place): string =>
  Buffer.from(`${created_at.getTime()}.${_id}`).toString('base64url')

function readCursor(cursor: string): Place {
  const [, time, _id] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (time === undefined || _id === undefined)
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The cursor must be the nextCursor of a page.')
  return { created_at: new Date(Number(time)), _id }
}
