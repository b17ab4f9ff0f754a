import type { Table } from '../../subject.ts'
import { GURU, type World } from '../../world.ts'

const WITHIN_MS = 120_000
const UNDER_WAY = ['running', 'awaiting_approval']

interface ListedRun {
  id: string
  status: string
}

/** All runs that have ended, by the metric that Prometheus would read. */
export async function countedRuns({ url, adminKey }: World): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { 'x-api-key': adminKey } })
  const samples = (await response.text()).matchAll(/^errand_runs_total\{.*\} (\d+)$/gm)
  return Array.from(samples, ([, count]) => Number(count)).reduce((sum, count) => sum + count, 0)
}

/**
 * Whether each run that was accepted is in the history, once, with a final status, and is counted once.
 * @param before what was counted before the first of them
 * @throws {Error} where one is lost, is there twice, or is not counted: what loses runs has no speed
 */
export async function account(world: World, accepted: string[], before: number): Promise<Table> {
  const wanted = new Set(accepted)
  if (wanted.size !== accepted.length) throw new Error('Two triggers were answered with the same run.')
  const deadline = Date.now() + WITHIN_MS
  for (;;) {
    const listed = (await exportRuns(world)).filter(({ id }) => wanted.has(id))
    const ended = listed.filter(({ status }) => !UNDER_WAY.includes(status))
    // A list that is read while runs end may show one on two of its pages: only a quiet one tells.
    const isQuiet = ended.length === listed.length && listed.length >= wanted.size
    const counted = (await countedRuns(world)) - before
    const isWhole = isQuiet && ended.length === wanted.size && counted === wanted.size
    const isTooMuch = counted > wanted.size || (isQuiet && listed.length > wanted.size)
    if (isWhole || isTooMuch || Date.now() > deadline) {
      const found = `accepted ${wanted.size}, in the history ${listed.length}, ended ${ended.length}, counted ${counted}`
      if (!isWhole) throw new Error(`Runs are lost, or there twice: ${found}.`)
      const succeeded = ended.filter(({ status }) => status === 'succeeded').length
      return {
        title: 'Nothing lost',
        columns: ['accepted', 'in the history', 'ended', 'succeeded', 'counted by errand_runs_total'],
        rows: [[wanted.size, listed.length, ended.length, succeeded, counted].map((count) => ({ count }))],
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function exportRuns({ url, adminKey }: World): Promise<ListedRun[]> {
  const response = await fetch(`${url}/api/v1/${GURU}/runs/export`, { headers: { 'x-api-key': adminKey } })
  if (!response.ok) throw new Error(`The export of runs answered ${response.status}.`)
  return (await response.text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ListedRun)
}
