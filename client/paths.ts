import type { z } from 'zod'
import type { problemSchema } from '../api/contract/common.ts'
import type { Contract } from '../api/contract/index.ts'
import type { Operation, PathParameters } from '../api/contract/operation.ts'

/*
 * The contract in the form that openapi-fetch reads: by path and method, what goes in and what comes out. All of it
 * is types: nothing of the server gets into a program that imports this.
 */

/** Every path of the API with its operations. */
export type Paths = {
  [Path in FullPath<AnyOperation>]: { [O in AtPath<Path> as O['method']]: Described<O> }
}

/** What a refused request is answered. */
export type Problem = z.output<typeof problemSchema>

/** The body of an operation's answer, by the operation's id and the status. */
export type AnswerBody<Id extends keyof Contract, Status extends keyof Contract[Id]['answers']> = Output<
  Contract[Id]['answers'][Status]
>

/** The body that an operation takes, by the operation's id. */
export type RequestBody<Id extends keyof Contract> = Contract[Id] extends {
  body: infer Schema extends z.ZodType
}
  ? z.input<Schema>
  : never

type AnyOperation = Contract[keyof Contract]

type FullPath<O> = O extends { root: true; path: infer Path extends string }
  ? Path
  : O extends { path: infer Path extends string }
    ? `/api/v1${Path}`
    : never

type AtPath<Path, O = AnyOperation> = O extends Operation ? (FullPath<O> extends Path ? O : never) : never

type Described<O extends Operation> = {
  parameters: PathPart<O> & QueryPart<O> & HeaderPart<O>
  responses: { [Status in keyof O['answers']]: Content<O['answers'][Status]> } & {
    default: { content: { 'application/problem+json': Problem } }
  }
} & BodyPart<O>

type PathPart<O extends Operation> = keyof PathParameters<O> extends never
  ? unknown
  : { path: PathParameters<O> }

type QueryPart<O> = O extends { query: infer Query extends z.ZodType }
  ? Part<'query', z.input<Query>>
  : unknown

type HeaderPart<O> = O extends { headers: infer Headers extends z.ZodType }
  ? Part<'header', z.input<Headers>>
  : unknown

type BodyPart<O> = O extends { body: infer Body extends z.ZodType }
  ? Part<'requestBody', { content: { 'application/json': z.input<Body> } }, z.input<Body>>
  : unknown

/** A member that may be left out where nothing in it is needed. */
type Part<Name extends string, T, Needed = T> =
  Record<never, never> extends Needed ? { [N in Name]?: T } : { [N in Name]: T }

type Output<A> = A extends { schema: infer Schema extends z.ZodType } ? z.output<Schema> : never

/** Of several media types the first one: events are read by `parseAs: 'stream'`, whatever their type. */
type Content<A> = A extends { schema: z.ZodType }
  ? { content: { [Type in A extends { type: infer T extends string } ? T : 'application/json']: Output<A> } }
  : { content?: never }
