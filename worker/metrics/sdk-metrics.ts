import type { TelemetryOptions } from '@temporalio/worker'
import getPort from 'get-port'

/** The SDK's native part writes its metrics on a port of its own, and on no other way. */
export interface SdkMetrics {
  telemetryOptions: Pick<TelemetryOptions, 'metrics'>
  /** In Prometheus's text format; empty where they can't be read. */
  read(): Promise<string>
}

const ANSWER_WITHIN_MS = 1_000

/** Has the Temporal SDK count: polls, waiting times of tasks, free slots, requests. On loopback, for this process. */
export async function sdkMetrics(): Promise<SdkMetrics> {
  const bindAddress = `127.0.0.1:${await getPort({ host: '127.0.0.1' })}`
  return {
    telemetryOptions: {
      metrics: {
        attachServiceName: false,
        prometheus: {
          bindAddress,
          countersTotalSuffix: true,
          unitSuffix: true,
          useSecondsForDurations: true,
        },
      },
    },
    async read() {
      try {
        const response = await fetch(`http://${bindAddress}/metrics`, {
          signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        })
        return response.ok ? await response.text() : ''
      } catch {
        return ''
      }
    },
  }
}
