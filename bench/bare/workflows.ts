import { proxyActivities } from '@temporalio/workflow'
import type * as activities from './activities.ts'

const { fetchTarget, nothing } = proxyActivities<typeof activities>({ startToCloseTimeout: '30s' })

/** The least that a durable call can be: one workflow, one activity, one request. */
export async function bareCall(url: string): Promise<string> {
  return fetchTarget(url)
}

/** The same without the request: what Temporal itself takes. */
export async function bareNothing(): Promise<string> {
  return nothing()
}
