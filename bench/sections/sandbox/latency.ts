import { expectText } from '../../expect.ts'
import type { Subject } from '../../subject.ts'
import { createAction, triggerAndWait } from '../../subjects/actions.ts'
import { dockerRun, untilFirstByte } from '../../subjects/docker-run.ts'
import type { MeasuredSandbox } from '../../subjects/measured-sandbox.ts'
import type { SandboxPlace, World } from '../../world.ts'
import {
  baselineOf,
  byCommand,
  HELLO,
  inSandbox,
  type Kind,
  PANDAS,
  REQUESTS,
  sandboxOf,
  triggerOf,
} from './kinds.ts'

const SAMPLES = 12
/** After each one it is waited until the worker has come to rest. */
const TRIGGER_SAMPLES = 8
const AIMS: [Kind, number][] = [
  [REQUESTS, 0.2],
  [PANDAS, 0.15],
]
/** Hosted sandboxes promise as much. */
const FIRST_OUTPUT_MS = 200
const CHECK_MS = 100

export interface LatencyMeans {
  place: SandboxPlace
  api: World['api']
  /** With the pool that a worker has here. */
  warm: MeasuredSandbox
  /** Without one. */
  fresh: MeasuredSandbox
  /** Resolves when the worker's pool is full again. */
  workerRests(): Promise<void>
}

/** Warm: a container that has the imports is waiting. From the request to the end, as who asked for it sees it. */
export async function warmRuns({ place, api, warm, workerRests }: LatencyMeans): Promise<Subject[]> {
  const subjects: Subject[] = []
  for (const [kind, aim] of AIMS) {
    const action = await createAction(api, {
      name: kind.name,
      trigger: `When the user wants to ${kind.name}`,
      type: 'python',
      python: { code: kind.code },
    })
    const baseline = baselineOf(kind)
    subjects.push(
      { name: baseline, samples: SAMPLES, once: byCommand(place, kind) },
      {
        name: sandboxOf(kind),
        baseline,
        aim,
        samples: SAMPLES,
        before: () => warm.warm(kind.code),
        once: inSandbox(warm, kind),
        after: () => warm.warm(),
      },
      {
        name: triggerOf(kind),
        baseline,
        samples: TRIGGER_SAMPLES,
        once: async () => expectText(await triggerAndWait(api, action, {}), kind.prints),
        after: workerRests,
      },
    )
  }
  return subjects
}

/**
 * To the first byte of output. Of the sandbox, which hands over the output at the end, it is code that prints and
 * ends: a little more than what is asked for.
 */
export function firstOutput({ place, warm, fresh }: LatencyMeans): Subject[] {
  const name = 'docker run, to the first byte'
  return [
    {
      name,
      samples: SAMPLES,
      ...untilFirstByte(() => dockerRun(place.image, HELLO.code, place.dockerHost)),
    },
    {
      name: 'sandbox, warm',
      baseline: name,
      aimMs: FIRST_OUTPUT_MS,
      samples: SAMPLES,
      before: () => warm.warm(),
      once: inSandbox(warm, HELLO),
      after: () => warm.warm(),
    },
    { name: 'sandbox, fresh', baseline: name, samples: SAMPLES, once: inSandbox(fresh, HELLO) },
  ]
}

/** What who saves an action waits for. */
export function codeCheck({ warm }: LatencyMeans): Subject[] {
  return [
    {
      name: `check of ${LONG_CODE.length.toLocaleString('en')} characters`,
      aimMs: CHECK_MS,
      samples: 3 * SAMPLES,
      async once() {
        const [problem] = await warm.sandbox.checkCode(LONG_CODE)
        // One, at the very end: all of it was read.
        expectText(problem?.message ?? null, 'os.')
      },
    },
  ]
}

const LONG_CODE = longCode(10_000)

/** Code of exactly that length, whose last line is forbidden. */
function longCode(length: number): string {
  const end = 'import os\nos.remove("a")\n'
  let code = ''
  for (let number = 0; code.length < length; number++)
    code += `def total_${number}(rows, factor=${number}):\n    return sum(float(row["price"]) * factor for row in rows if row)\n\n`
  const functions = code.slice(0, code.lastIndexOf('def ', length - end.length - 1))
  return `${functions}${`${'#'.repeat(length - functions.length - end.length - 1)}\n`}${end}`
}
