import type { z } from 'zod'
import type { AuditAction } from '../../domain/audit.ts'
import type { ProblemCode } from '../../domain/problems.ts'

/**
 * Who may call an operation:
 * - `open`: anybody
 * - `key`: whoever has any key
 * - `admin`: the admin key
 * - `manage`: the admin, and keys of the guru in the path with the role `manage`
 * - `chat`: all of those, and the guru's keys with the role `chat`
 */
export type Access = 'open' | 'key' | 'admin' | 'manage' | 'chat'

/** What an operation answers with one status. */
export interface Answer {
  description: string
  /** Of its JSON body; missing where there is none, or none of JSON. */
  schema?: z.ZodType
  /** Its media type where that is not `application/json`. */
  type?: string
  /** Of its body in other media types that it may be sent in instead. */
  others?: Record<string, z.ZodType>
  /** Of each line or event where the body is a stream of them; it has an id of its own. */
  each?: z.ZodType
  /** Of headers that only this answer has. */
  headers?: Record<string, z.ZodType>
}

/** One route of the API: what validates it, what documents it, and what clients are typed by. */
export interface Operation {
  /** `operationId` in the OpenAPI document. */
  id: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Under `/api/v1`, with `{name}` for each part that varies. */
  path: `/${string}`
  /** Its path does not stand under `/api/v1`. */
  root?: true
  /** What stands in its path, where it is not what that name means everywhere. */
  params?: Record<string, z.ZodType>
  access: Access
  tag: string
  /** One line, without a full stop. */
  summary: string
  description?: string
  query?: z.ZodObject
  /** Headers of the request that mean something to it, in lower case. */
  headers?: z.ZodObject
  body?: z.ZodType
  /** The handler gets the body as it came and validates it itself: what is right depends on what is stored. */
  validates?: 'handler'
  /** Greatest size of the body, as body-parser writes it; `1mb` where nothing is said. */
  bodyLimit?: string
  /** The actions of the audit log, one of which it leaves an event of; or, where it changes something, why none. */
  audit?: readonly AuditAction[] | { none: string }
  answers: Record<number, Answer>
  /**
   * Of several statuses of success, the one that a handler's return value is sent with where the handler sets no other.
   * Needless where there is one.
   */
  usually?: number
  /** What it refuses with, apart from what every operation of its kind does. */
  problems: ProblemCode[]
}

/** The statuses of success among an operation's answers. */
type Successes<O extends Operation> = {
  [Status in keyof O['answers'] & number]: `${Status}` extends `2${string}` ? Status : never
}[keyof O['answers'] & number]

type IsOneOf<All, Each = All> = Each extends All ? ([All] extends [Each] ? true : false) : never

/** What has several of them must say which is the usual one. */
type SaysUsual<O extends Operation> = IsOneOf<Successes<O>> extends true ? object : { usually: Successes<O> }

/** Declares an operation, keeping the types of its path and schemas. */
export const operation = <const O extends Operation>(declared: O & SaysUsual<O>): O => declared

/** What a handler's return value is sent with where it sets no other status. */
export function usualStatus({ id, answers, usually }: Operation): number {
  const [status, ...others] = Object.keys(answers)
    .map(Number)
    .filter((known) => known < 300)
  if (usually !== undefined) return usually
  if (status === undefined || others.length > 0) throw new Error(`${id}: which status is the usual one?`)
  return status
}

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never

export type PathParameters<O extends Operation> = Record<Names<O['path']>, string>

type Parsed<T> = T extends z.ZodType ? z.output<T> : Record<string, never>

export type QueryOf<O extends Operation> = O extends { query: infer Q } ? Parsed<Q> : Record<string, never>

export type BodyOf<O extends Operation> = O extends { validates: 'handler' }
  ? unknown
  : O extends { body: infer B }
    ? Parsed<B>
    : undefined

type Schemas<Answers> = { [Status in keyof Answers]: Answers[Status] extends { schema: infer S } ? S : never }

/** What a handler may return: a body of one of the answers. */
export type AnswerOf<O extends Operation> = z.output<
  Extract<Schemas<O['answers']>[keyof O['answers']], z.ZodType>
>
