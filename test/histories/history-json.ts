/*
 * Histories as JSON, as Temporal's CLI and UI write them. `@temporalio/common` has functions for this, which throw
 * "type must be a Type" where npm has given it a `protobufjs` of its own; so this takes the one of `@temporalio/proto`.
 */
import { createRequire } from 'node:module'
import { hostname } from 'node:os'
import type { WorkflowHandle } from '@temporalio/client'
import proto from '@temporalio/proto'

export type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>

const requireAsProto = createRequire(createRequire(import.meta.url).resolve('@temporalio/proto'))
const { fromJson, toJson }: { fromJson: Convert; toJson: Convert } =
  requireAsProto('protobufjs/ext/protojson')
const { patchProtobufRoot }: { patchProtobufRoot: (root: unknown) => Root } = requireAsProto(
  '@temporalio/proto/lib/patch-protobuf-root',
)
type Convert = (type: unknown, value: unknown, options?: { ignoreUnknownFields: boolean }) => unknown
interface Root {
  lookupType(name: string): unknown
}
const historyType = patchProtobufRoot(proto).lookupType('temporal.api.history.v1.History')

/** Who did it; in names of task queues as well, next to other text. */
const identity = new RegExp(`\\d+@${RegExp.escape(hostname())}`, 'g')

/** A history in one line, without what tells of the machine it was recorded on: hosts, processes, paths. */
export const historyToText = (history: History): string =>
  JSON.stringify(
    toJson(historyType, proto.temporal.api.history.v1.History.fromObject(history)),
    (key, value: unknown) => {
      if (key === 'stackTrace') return undefined
      return typeof value === 'string' ? value.replace(identity, 'worker@example') : value
    },
  )

/** @throws {SyntaxError | TypeError} where it is none */
export const historyFromText = (text: string): History =>
  fromJson(historyType, JSON.parse(text), { ignoreUnknownFields: true }) as History
