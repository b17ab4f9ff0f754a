import createClient, { type Client, type ClientOptions } from 'openapi-fetch'
import type { Paths } from './paths.ts'

export interface ErrandClientOptions extends ClientOptions {
  /** Where Errand is, such as `http://127.0.0.1:8080`. */
  url: string
  /** Left out where the browser is signed in by a cookie. */
  key?: string
}

export type ErrandClient = Client<Paths>

/**
 * A client of the API, typed by its contract: `client.GET('/api/v1/{guru}/runs', { params: { path: { guru } } })`
 * resolves to `{ data, error, response }`: `error` is a problem document where the status is not 2xx, and nothing
 * is thrown but what `fetch` itself throws.
 */
export function createErrandClient({ url, key, headers, ...options }: ErrandClientOptions): ErrandClient {
  const client = createClient<Paths>({ baseUrl: url.replace(/\/+$/, ''), headers, ...options })
  if (key !== undefined)
    client.use({
      onRequest({ request }) {
        request.headers.set('x-api-key', key)
      },
    })
  return client
}
