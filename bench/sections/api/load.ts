import autocannon from 'autocannon'
import { summarize } from '../../statistics.ts'

/** What came of many requests. */
export interface Load {
  n: number
  perSecond: number
  p50: number
  p99: number
  /** Requests without an answer of 2xx. */
  errors: number
}

export interface HttpLoad {
  url: string
  method?: 'GET' | 'POST'
  key: string
  body?: unknown
  connections: number
  /** Either, for how many seconds, or how many requests. */
  seconds?: number
  amount?: number
  /** Told of each answer of 2xx. */
  onAnswer?: (body: string) => void
}

/** So many connections that send their next request when they have had an answer. */
export async function httpLoad(load: HttpLoad): Promise<Load> {
  const { url, method = 'GET', key, body, connections, seconds, amount, onAnswer } = load
  const result = await autocannon({
    url,
    connections,
    timeout: 130,
    ...(amount === undefined ? { duration: seconds ?? 1 } : { amount }),
    requests: [
      {
        method,
        headers: {
          'x-api-key': key,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(onAnswer && {
          onResponse: (status: number, text: string) => {
            if (status >= 200 && status < 300) onAnswer(text)
          },
        }),
      },
    ],
  })
  const { latency, errors, non2xx, duration } = result
  const n = result['2xx']
  return { n, perSecond: n / duration, p50: latency.p50, p99: latency.p99, errors: errors + non2xx }
}

/** The same for work of any kind. */
export async function anyLoad(
  once: () => Promise<unknown>,
  connections: number,
  amount: number,
): Promise<Load> {
  const times: number[] = []
  let left = amount
  let errors = 0
  const startedAt = performance.now()
  const work = async () => {
    while (left > 0) {
      left -= 1
      const begin = performance.now()
      try {
        await once()
        times.push(performance.now() - begin)
      } catch {
        errors += 1
      }
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  const { p50, p99 } = summarize(times)
  const perSecond = times.length / ((performance.now() - startedAt) / 1_000)
  return { n: times.length, perSecond, p50, p99, errors }
}
