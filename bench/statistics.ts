/** Of one subject's samples, in milliseconds. */
export interface Summary {
  n: number
  p50: number
  p95: number
  p99: number
  mean: number
}

/** Percentiles by nearest rank: each is a sample that was measured. NaN where there is none. */
export function summarize(samples: number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
  return {
    n: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
  }
}
