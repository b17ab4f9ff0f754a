import type { Request } from 'express'

/** Of requests that no route took: their paths are anybody's. */
export const NO_ROUTE = 'none'

/**
 * The path of the route that took a request, as `/api/v1/{guru}/runs/{id}`: never the path that was asked for, which
 * anybody can make up. After the fact, when the routers have forgotten where they were mounted. Routers are mounted at
 * fixed places only, so all that varies is in the route's own path.
 */
export function routeTemplate({ originalUrl, route }: Pick<Request, 'originalUrl' | 'route'>): string {
  const path: unknown = route?.path
  if (typeof path !== 'string') return NO_ROUTE
  const own = segments(path).map((segment) => segment.replace(/^[:*](\w+)$/, '{$1}'))
  const asked = segments(originalUrl.split('?')[0] ?? '')
  const mount = asked.slice(0, Math.max(0, asked.length - own.length))
  return `/${[...mount, ...own].join('/')}`
}

const segments = (path: string): string[] => path.split('/').filter(Boolean)
