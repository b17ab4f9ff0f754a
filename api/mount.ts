import { type RequestHandler, Router } from 'express'
import { Problem } from '../domain/problems.ts'
import { adminOnly, authenticate, guruAccess, manageOnly } from './auth.ts'
import type { Access, Operation } from './contract/operation.ts'
import type { ApiDependencies } from './dependencies.ts'
import { jsonBody } from './json-body.ts'
import type { Served } from './serve.ts'

const BODY_LIMIT = '1mb'

/**
 * All operations as one router. None gets in without its access being checked: who may call it stands in its
 * declaration, and nothing reads a body before that. A known path with another method is a 405.
 */
export function mount(deps: ApiDependencies, served: Served[]): Router {
  const router = Router({ mergeParams: true })
  const guards = guardsOf(deps)
  for (const { operation, handle } of inOrder(served)) {
    const { access, method, path, bodyLimit = BODY_LIMIT } = operation
    const body = operation.body ? jsonBody(bodyLimit) : []
    router[method](expressPath(path), ...guards[access], ...body, handle)
  }
  const byPath = Map.groupBy(inOrder(served), ({ operation }) => expressPath(operation.path))
  for (const [path, known] of byPath) {
    const isOpen = known.some(({ operation }) => operation.access === 'open')
    router.all(path, ...guards[isOpen ? 'open' : 'key'], refuseMethod(known))
  }
  return router
}

/** For requests of a known path that no operation took. */
function refuseMethod(known: Served[]): RequestHandler {
  const methods = known.flatMap(({ operation: { method } }) =>
    method === 'get' ? ['get', 'head'] : [method],
  )
  const allow = methods.map((method) => method.toUpperCase()).join(', ')
  return (request, response) => {
    response.set('Allow', allow)
    throw new Problem('method_not_allowed', `${request.path} takes ${allow}, not ${request.method}.`)
  }
}

function guardsOf(deps: ApiDependencies): Record<Access, RequestHandler[]> {
  const signedIn = authenticate(deps)
  const inGuru = [signedIn, guruAccess(deps) as RequestHandler]
  return {
    open: [],
    key: [signedIn],
    admin: [signedIn, adminOnly],
    chat: inGuru,
    manage: [...inGuru, manageOnly],
  }
}

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** Fixed words before what varies, part by part: `/{guru}/actions/match` before `/{guru}/actions/{id}`. */
function inOrder(served: Served[]): Served[] {
  const rank = ({ path }: Operation) => path.replaceAll(/\{\w+\}/g, '￿')
  return served.toSorted((a, b) => (rank(a.operation) < rank(b.operation) ? -1 : 1))
}
