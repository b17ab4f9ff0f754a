import os from 'node:os'
import Docker from 'dockerode'
import { machineOf, poolSizes } from '../../../sandbox/pool/sizing.ts'
import { drawLoad } from '../../load/draw.ts'
import { loadTable, overLoad } from '../../load/over-load.ts'
import { latencies } from '../../measure.ts'
import type { Section, SectionContext, Table } from '../../subject.ts'
import { type MeasuredSandbox, openMeasuredSandbox } from '../../subjects/measured-sandbox.ts'
import { untilWorkerRests } from '../../subjects/worker-pool.ts'
import { type Sustained, sustained } from '../../sustained.ts'
import { baselineOf, byCommand, HELLO, inSandbox, REQUESTS, sandboxOf } from './kinds.ts'
import { codeCheck, firstOutput, type LatencyMeans, warmRuns } from './latency.ts'
import { memoryOfWaiting } from './memory.ts'

/** What is slow the first time only is files that are not in the machine's memory yet. */
const WARM_UP = 2
const THROUGHPUT_AIM = 1.3

export const sandbox: Section = {
  name: 'sandbox',
  about: 'Python action, and the sandbox itself, against `docker run` with the same image and limits',
  async run(context) {
    const { api, sandbox: place } = await context.world()
    if (!place) throw new Error('There is no container engine here: start one, or leave out this section.')
    // Where dockerode looks, with or without TLS.
    process.env.DOCKER_HOST = place.dockerHost
    const docker = new Docker()
    const { image, workerPid } = place
    const sizes = poolSizes(await machineOf(docker))
    context.progress('Memory of waiting containers')
    const memory = await memoryOfWaiting(docker, image)
    const open = (waiting: number) => {
      const opened = openMeasuredSandbox({ docker, image, waiting, waitingBytes: sizes.waitingBytes })
      context.cleanUp(() => opened.sandbox.close())
      return opened
    }
    const warm = open(sizes.waiting)
    const means: LatencyMeans = {
      place,
      api,
      warm,
      fresh: open(0),
      workerRests: () => untilWorkerRests(docker, workerPid, sizes.waiting),
    }
    const waits = await latencies('Warm, one at a time', await warmRuns(means), context, WARM_UP)
    const first = await latencies('First output, one at a time', firstOutput(means), context, WARM_UP)
    const check = await latencies('Check of code', codeCheck(means), context, WARM_UP)
    const fast = await throughput(means, sizes.concurrency, context)
    const load = context.plot ? [await measureLoad(means, sizes.concurrency, fast, context)] : []
    return [waits, first, check, fast.table, memory, ...load]
  },
}

function throughput(
  { place, warm }: LatencyMeans,
  concurrency: number,
  context: SectionContext,
): Promise<Sustained> {
  const subjects = [HELLO, REQUESTS].flatMap((kind) => [
    { name: baselineOf(kind), once: byCommand(place, kind), before: () => warm.warm() },
    {
      name: sandboxOf(kind),
      baseline: baselineOf(kind),
      aim: THROUGHPUT_AIM,
      once: inSandbox(warm, kind),
      before: () => warm.warm(kind.code),
    },
  ])
  return sustained({ subjects, concurrency, dockerHost: place.dockerHost }, context)
}

async function measureLoad(
  { place, warm }: LatencyMeans,
  concurrency: number,
  { rates }: Sustained,
  context: SectionContext,
): Promise<Table> {
  const points = await overLoad(
    {
      subjects: [
        { name: 'docker run', once: byCommand(place, REQUESTS), before: () => warm.warm() },
        { name: 'sandbox', once: inSandbox(warm, REQUESTS), before: () => warm.warm(REQUESTS.code) },
      ],
      concurrency,
      capacity: rates.get(baselineOf(REQUESTS)) ?? 1,
    },
    context,
  )
  const path = await drawPlot(warm, concurrency, points)
  context.progress(`drawn: ${path}`)
  return loadTable(points, concurrency)
}

async function drawPlot(
  warm: MeasuredSandbox,
  concurrency: number,
  points: Awaited<ReturnType<typeof overLoad>>,
): Promise<string> {
  const { ServerVersion: engine } = (await new Docker().info()) as { ServerVersion: string }
  const memory = Math.round(os.totalmem() / 2 ** 30)
  return drawLoad(warm, points, {
    title: `A Python action with '${REQUESTS.name}', ${concurrency} served at a time`,
    caption: `${os.availableParallelism()} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GiB, container engine ${engine}; each point: ${Math.min(...points.map(({ n }) => n))} to ${Math.max(...points.map(({ n }) => n))} runs`,
  })
}
