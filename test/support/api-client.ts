/** A response of the API under test. `body` is the parsed JSON, or null. */
export interface ApiResponse<T> {
  status: number
  headers: Headers
  body: T
}

export interface ApiClient {
  request<T = Record<string, never>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ApiResponse<T>>
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
}

/** Talks to `/api/v1` of a running Errand with one key. `get`, `post` and `put` throw on an error status. */
export function apiClient(url: string, key: string): ApiClient {
  const request = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiResponse<T>> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        'x-api-key': key,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : null) as T }
  }
  const good = async <T>(...args: Parameters<typeof request>): Promise<T> => {
    const { status, body } = await request<T>(...args)
    if (status >= 400) throw new Error(`${args[0]} ${args[1]} answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  return {
    request,
    get: (path) => good('GET', path),
    post: (path, body = {}, headers = {}) => good('POST', path, body, headers),
    put: (path, body) => good('PUT', path, body),
  }
}
