import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { MeasuredSandbox } from '../subjects/measured-sandbox.ts'
import type { LoadPoint } from './over-load.ts'

const NAME = 'sandbox-load.svg'
const CODE = new URL('load_plot.py', import.meta.url)
const PICTURE = new URL(`../../docs/images/${NAME}`, import.meta.url)

/**
 * Draws the points by Matplotlib in the sandbox that was measured, and keeps what it left in /tmp/out as
 * docs/images/sandbox-load.svg.
 * @returns the file's path
 */
export async function drawLoad(
  { run }: MeasuredSandbox,
  points: LoadPoint[],
  { title, caption }: { title: string; caption: string },
): Promise<string> {
  const subjects = Object.groupBy(
    points.filter(({ n }) => n > 0),
    ({ subject }) => subject,
  )
  const data = Object.fromEntries(
    Object.entries(subjects).map(([name, its = []]) => [
      name,
      its.map(({ perSecond, p50, p95, p99 }) => ({ per_second: perSecond, p50, p95, p99 })),
    ]),
  )
  const DATA = JSON.stringify({ title, caption, subjects: data })
  const { error, files } = await run(readFileSync(CODE, 'utf8'), { DATA })
  const picture = files.find(({ name }) => name === NAME)
  if (error || !picture) throw new Error(`The plot was not drawn: ${error?.message ?? 'there is no file'}`)
  const path = fileURLToPath(PICTURE)
  writeFileSync(path, picture.bytes)
  return path
}
