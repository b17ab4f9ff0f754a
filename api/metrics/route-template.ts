import type { Request } from 'express'

/** Of requests that no route took: their paths are anybody's. */
export const NO_ROUTE = 'none'
/** What may stand at a guru's place under /api/v1. */
const OWN_PLACES = ['gurus', 'templates', 'openapi.json', 'docs']

/**
 * The path of the route that took a request, as `/api/v1/{guru}/runs/{id}`: never the path that was asked for, which
 * anybody can make up. After the fact, when the routers have forgotten where they were mounted.
 */
export function routeTemplate({ originalUrl, route }: Pick<Request, 'originalUrl' | 'route'>): string {
  const path: unknown = route?.path
  if (typeof path !== 'string') return NO_ROUTE
  const own = segments(path).map((segment) => segment.replace(/^[:*](\w+)$/, '{$1}'))
  const asked = segments(originalUrl.split('?')[0] ?? '')
  const mount = asked.slice(0, Math.max(0, asked.length - own.length))
  return `/${[...withoutGuru(mount), ...own].join('/')}`
}

const segments = (path: string): string[] => path.split('/').filter(Boolean)

/** Of where routers are mounted only the guru's slug is not ours. */
const withoutGuru = ([api = '', v1 = '', third = '', ...rest]: string[]): string[] =>
  api === 'api' && v1 === 'v1' && third && !OWN_PLACES.includes(third)
    ? [api, v1, '{guru}', ...rest]
    : [api, v1, third, ...rest].filter(Boolean)
