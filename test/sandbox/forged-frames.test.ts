import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import fc from 'fast-check'
import type { DialTarget } from '../../egress/dial.ts'
import { createEgressPolicy } from '../../egress/policy.ts'
import { Channel } from '../../sandbox/channel.ts'
import { type Execution, execute } from '../../sandbox/execution.ts'
import { encodeFrame, FRAME } from '../../sandbox/frames.ts'
import { createGate } from '../../sandbox/gate/gate.ts'
import { type ForgedContainer, forgeContainer } from './support/forged-container.ts'
import '../support/property-seed.ts'

// A container that has been taken over whole, harness and all. No engine is needed: the test is the container.
const WINDOW = 128 * 1024
const RESULT = Buffer.from(JSON.stringify({ status: 0, out_of_memory: false, report: '' }))

function start(forged: ForgedContainer, timeoutMs = 2_000) {
  const dialled: DialTarget[] = []
  const egress = createEgressPolicy({
    allow: [],
    dial: async (target) => {
      dialled.push(target)
      throw new Error('recorded only')
    },
  })
  const execution = execute({
    container: forged.container,
    request: { code: '', environment: {} },
    gate: createGate(egress),
    allowedHosts: [],
    timeoutMs,
    signal: new AbortController().signal,
  })
  return { execution, dialled }
}

const codeOf = ({ end }: Execution): string | null => ('code' in end ? end.code : null)

const violations: Record<string, (forged: ForgedContainer) => void> = {
  'announces a frame of 4 GB': ({ print }) =>
    print(Buffer.from([FRAME.stdout, 0, 0, 0, 0, 255, 255, 255, 255])),
  'sends more than a window holds': ({ send }) => {
    send(FRAME.open, 1)
    for (let i = 0; i < 100; i++) send(FRAME.data, 1, Buffer.alloc(WINDOW / 2))
  },
  'sends data without bytes': ({ send }) => {
    send(FRAME.open, 1)
    send(FRAME.data, 1)
  },
  'sends after it has ended': ({ send }) => {
    send(FRAME.open, 1)
    send(FRAME.end, 1)
    send(FRAME.data, 1, Buffer.from('x'))
  },
  'opens more connections than it may': ({ send }) => {
    for (let number = 1; number <= 129; number++) send(FRAME.open, number)
  },
  'opens one connection twice': ({ send }) => {
    send(FRAME.open, 1)
    send(FRAME.open, 1)
  },
  'gives credit for what was never sent': ({ send }) => {
    send(FRAME.open, 1)
    send(FRAME.credit, 1, Buffer.from([255, 255, 255, 255]))
  },
  'gives credit that is no number': ({ send }) => {
    send(FRAME.open, 1)
    send(FRAME.credit, 1, Buffer.from('xx'))
  },
  'sends a frame of no known kind': ({ send }) => send(99),
  'sends what only the worker may send': ({ send }) => send(FRAME.run, 0, Buffer.from('{}')),
  'says that it is ready twice': ({ send }) => send(FRAME.ready),
  'sends a result that is none': ({ send }) => send(FRAME.result, 0, Buffer.from('{"status":"fine"}')),
}

for (const [what, act] of Object.entries(violations))
  test(`a container that ${what} is stopped`, async (t) => {
    const forged = forgeContainer()
    const { execution, dialled } = start(forged)
    act(forged)
    t.is(codeOf(await execution), 'forbidden_code')
    t.deepEqual(dialled, [])
  })

test('bytes that come one by one and are not read take no more memory than their window', (t) => {
  const { heapUsed, external } = process.memoryUsage()
  const byte = Buffer.from('x')
  const channels = Array.from({ length: 16 }, (_, number) => new Channel(number, () => {}))
  for (const channel of channels) for (let i = 0; i < WINDOW; i++) channel.arrive(byte)
  const after = process.memoryUsage()
  const taken = after.heapUsed + after.external - heapUsed - external
  t.true(taken < 16 * WINDOW * 8, `${taken} bytes`)
  t.is(channels.length, 16)
})

test('a container that speaks before it is ready is not used', async (t) => {
  const forged = forgeContainer({ ready: false })
  forged.send(FRAME.stdout, 0, Buffer.from('x'))
  await t.throwsAsync(forged.container.link.ready, { name: 'ProtocolViolation' })
})

test('a forged connection is judged as any other', async (t) => {
  const forged = forgeContainer()
  const { execution, dialled } = start(forged)
  forged.send(FRAME.open, 7)
  forged.send(FRAME.data, 7, Buffer.from('GET http://169.254.169.254/ HTTP/1.1\r\nHost: 8.8.8.8\r\n\r\n'))
  while (!Buffer.concat(forged.received).includes('HTTP/1.1 403')) await sleep(10)
  forged.send(FRAME.result, 0, RESULT)
  t.is(codeOf(await execution), null)
  t.deepEqual(dialled, [])
})

test('frames for connections that are not there change nothing', async (t) => {
  const forged = forgeContainer()
  const { execution } = start(forged)
  for (const kind of [FRAME.data, FRAME.end, FRAME.close, FRAME.credit])
    forged.send(kind, 4_000_000_000, Buffer.alloc(9))
  forged.send(FRAME.stdout, 0, Buffer.from('still heard'))
  forged.send(FRAME.result, 0, RESULT)
  const { end, stdout } = await execution
  t.like(end, { status: 0, out_of_memory: false, report: '' })
  t.is(Buffer.from(stdout.head).toString(), 'still heard')
})

test('nothing is heard after the result', async (t) => {
  const forged = forgeContainer()
  const { execution } = start(forged)
  forged.send(FRAME.result, 0, RESULT)
  forged.send(FRAME.result, 0, Buffer.from(JSON.stringify({ status: 1, out_of_memory: true, report: '' })))
  forged.send(FRAME.open, 1)
  t.like((await execution).end, { status: 0, out_of_memory: false, report: '' })
  await sleep(20)
  t.false(Buffer.concat(forged.received).includes(encodeFrame(FRAME.close, 1)))
})

test('a container that is gone in the middle leaves open what happened', async (t) => {
  const forged = forgeContainer()
  const { execution } = start(forged)
  forged.inside.destroy()
  t.is(codeOf(await execution), 'interrupted')
})

test('a container that never takes what it is sent holds no more than its windows', async (t) => {
  const forged = forgeContainer()
  const { execution } = start(forged, 500)
  forged.send(FRAME.open, 1)
  for (let i = 0; i < 2_000; i++) forged.send(FRAME.data, 1, Buffer.from('GET / HTTP/1.1\r\n\r\n'))
  t.is(codeOf(await execution), 'timeout')
  t.true(Buffer.concat(forged.received).length < 2 * WINDOW)
})

test('no bytes whatever break the worker', async (t) => {
  const anyFrame = fc
    .tuple(fc.constantFrom(...Object.values(FRAME), 0, 255), fc.nat(3), fc.uint8Array({ maxLength: 60 }))
    .map(([kind, channel, payload]) => encodeFrame(kind, channel, Buffer.from(payload)))
  const piece = fc.oneof(
    anyFrame,
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      const forged = forgeContainer()
      const { execution, dialled } = start(forged, 40)
      for (const bytes of pieces) forged.print(bytes)
      await execution
      return dialled.length === 0
    }),
    { numRuns: 150 },
  )
  t.pass()
})
