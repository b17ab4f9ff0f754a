import { startChild } from '../../child.ts'
import type { SectionContext, Table } from '../../subject.ts'
import { GURU, type World } from '../../world.ts'
import { httpLoad, type Load } from './load.ts'

const CONNECTIONS = 10
const SECONDS = 8

/** Reads a second, each against the same JSON from an Express that does nothing else. */
export async function reads(
  { url, adminKey }: World,
  runId: string,
  { scale, progress, cleanUp }: SectionContext,
): Promise<Table> {
  const paths = [
    { name: 'actions of a guru', path: `/${GURU}/actions` },
    { name: 'runs, a page of 20', path: `/${GURU}/runs` },
    { name: 'one run', path: `/${GURU}/runs/${runId}` },
  ]
  const addresses = paths.map(({ path }) => `${url}/api/v1${path}`)
  const bodies = await Promise.all(
    addresses.map(async (address) => (await fetch(address, { headers: { 'x-api-key': adminKey } })).json()),
  )
  const bare = startChild<number>('bare/express.ts')
  cleanUp(bare.stop)
  bare.send(bodies)
  const port = await bare.ready
  const seconds = Math.max(1, Math.round(SECONDS * scale))
  const rows: Table['rows'] = []
  for (const [index, { name }] of paths.entries()) {
    progress(`reads: ${name}`)
    const load = (address: string) =>
      httpLoad({ url: address, key: adminKey, connections: CONNECTIONS, seconds })
    const baseline = await load(`http://127.0.0.1:${port}/${index}`)
    const ours = await load(addresses[index] ?? '')
    rows.push(rowOf(`bare Express, the same JSON`, baseline), [
      ...rowOf(name, ours).slice(0, -1),
      { ratio: ours.perSecond / baseline.perSecond },
    ])
  }
  return {
    title: `Reads, ${CONNECTIONS} connections`,
    columns: ['', 'n', 'per second', 'p50 ms', 'p99 ms', 'errors', 'ratio'],
    rows,
  }
}

const rowOf = (name: string, { n, perSecond, p50, p99, errors }: Load): Table['rows'][number] => [
  name,
  { count: n },
  { value: perSecond },
  { value: p50 },
  { value: p99 },
  { count: errors },
  '',
]
