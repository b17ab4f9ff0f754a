import { type RequestHandler, Router } from 'express'
import { adminOnly, authenticate, guruAccess, manageOnly } from './auth.ts'
import type { Access, Operation } from './contract/operation.ts'
import type { ApiDependencies } from './dependencies.ts'
import { jsonBody } from './json-body.ts'
import type { Served } from './serve.ts'

const BODY_LIMIT = '1mb'

/**
 * All operations as one router. None gets in without its access being checked: who may call it stands in its
 * declaration, and nothing reads a body before that.
 */
export function mount(deps: ApiDependencies, served: Served[]): Router {
  const router = Router({ mergeParams: true })
  const guards = guardsOf(deps)
  for (const { operation, handle } of inOrder(served)) {
    const { access, method, path, bodyLimit = BODY_LIMIT } = operation
    router[method](expressPath(path), ...guards[access], ...jsonBody(bodyLimit), handle)
  }
  return router
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
