import type { Request, RequestHandler, Response } from 'express'
import type { GuruDocument } from '../storage/models.ts'
import type { Identity } from './auth.ts'
import {
  type AnswerOf,
  type BodyOf,
  type Operation,
  type PathParameters,
  type QueryOf,
  usualStatus,
} from './contract/operation.ts'
import { parse } from './parse.ts'

/** A request of one operation, validated. */
export interface Call<O extends Operation> {
  params: PathParameters<O>
  query: QueryOf<O>
  body: BodyOf<O>
  /** Who asks; missing where the operation is open. */
  identity: Identity
  /** The guru in the path; missing where the operation is open or for the admin. */
  guru: GuruDocument
  request: Request
  response: Response
}

/**
 * Carries an operation out. What it returns is sent as JSON with the operation's usual status, or with the one
 * that it set; nothing is sent where it has sent its response itself.
 */
export type Handler<O extends Operation> = (
  call: Call<O>,
) => Promise<AnswerOf<O> | undefined> | AnswerOf<O> | undefined

/** An operation with what carries it out. */
export interface Served {
  operation: Operation
  handle: RequestHandler
}

/** Joins an operation and its handler: the body and query are validated by the operation's own schemas. */
export function serve<O extends Operation>(operation: O, handler: Handler<O>): Served {
  const status = usualStatus(operation)
  const validatesBody = operation.body && operation.validates !== 'handler'
  return {
    operation,
    async handle(request, response) {
      const { identity, guru } = response.locals
      const call = {
        params: request.params,
        query: operation.query ? parse(operation.query, request.query) : {},
        body: validatesBody ? parse(operation.body as NonNullable<O['body']>, request.body) : request.body,
        identity,
        guru,
        request,
        response,
      } as unknown as Call<O>
      response.status(status)
      const answer = await handler(call)
      if (response.headersSent || response.writableEnded) return
      if (answer === undefined) response.end()
      else response.json(answer)
    },
  }
}
