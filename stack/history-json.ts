/*
 * Histories as JSON, as Temporal's CLI and UI write them. `@temporalio/common` has functions for this, which throw
 * "type must be a Type" where npm has given it a `protobufjs` of its own; so this takes the one of `@temporalio/proto`.
 */
import { createRequire } from 'node:module'
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

/** @throws {TypeError} where it is none */
export const historyToJson = (history: History): unknown =>
  toJson(historyType, proto.temporal.api.history.v1.History.fromObject(history))

/** @throws {SyntaxError | TypeError} where it is none */
export const historyFromText = (text: string): History =>
  fromJson(historyType, JSON.parse(text), { ignoreUnknownFields: true }) as History
