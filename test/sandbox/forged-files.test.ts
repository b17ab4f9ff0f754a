import test from 'ava'
import { createEgressPolicy } from '../../egress/policy.ts'
import { type Execution, execute } from '../../sandbox/execution.ts'
import { FRAME } from '../../sandbox/frames.ts'
import { createGate } from '../../sandbox/gate/gate.ts'
import { type ForgedContainer, forgeContainer } from './support/forged-container.ts'

// Code that took over the harness's connection could say anything about the files it left. The worker believes nothing.

const MB = 1024 * 1024
const PIECE = 32 * 1024
const RESULT = { status: 0, out_of_memory: false, report: '' }

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

function start(forged: ForgedContainer): Promise<Execution> {
  return execute({
    container: forged.container,
    request: { code: '', environment: {} },
    gate: createGate(createEgressPolicy({ allow: [] })),
    allowedHosts: [],
    timeoutMs: 5_000,
    signal: new AbortController().signal,
  })
}

const announce = ({ send }: ForgedContainer, name: unknown, size: unknown): void =>
  send(FRAME.file, 0, json({ name, size }))

function sendFile(forged: ForgedContainer, name: string, bytes: Buffer): void {
  announce(forged, name, bytes.length)
  for (let at = 0; at < bytes.length; at += PIECE)
    forged.send(FRAME.fileData, 0, bytes.subarray(at, at + PIECE))
}

const end = ({ send }: ForgedContainer, result: object = RESULT): void => send(FRAME.result, 0, json(result))

const violations: Record<string, (forged: ForgedContainer) => void> = {
  'announces a file of more than 5 MB': (forged) => announce(forged, 'a', 5 * MB + 1),
  'announces files of more than 5 MB together': (forged) => {
    sendFile(forged, 'a', Buffer.alloc(3 * MB))
    announce(forged, 'b', 2 * MB + 1)
  },
  'announces a 21st file': (forged) => {
    for (let number = 10; number <= 30; number++) sendFile(forged, String(number), Buffer.alloc(1))
  },
  'announces a file twice': (forged) => {
    sendFile(forged, 'a', Buffer.alloc(1))
    announce(forged, 'a', 1)
  },
  'announces files out of order': (forged) => {
    sendFile(forged, 'b', Buffer.alloc(1))
    announce(forged, 'a', 1)
  },
  'announces a file before the end of another': (forged) => {
    announce(forged, 'a', 1)
    announce(forged, 'b', 1)
  },
  'ends before the end of a file': (forged) => {
    announce(forged, 'a', 2)
    forged.send(FRAME.fileData, 0, Buffer.alloc(1))
    end(forged)
  },
  'sends more of a file than it announced': (forged) => {
    announce(forged, 'a', 1)
    forged.send(FRAME.fileData, 0, Buffer.alloc(2))
  },
  'sends a piece of more than 32 KiB': (forged) => {
    announce(forged, 'a', MB)
    forged.send(FRAME.fileData, 0, Buffer.alloc(PIECE + 1))
  },
  'sends nothing of a file': (forged) => {
    announce(forged, 'a', 1)
    forged.send(FRAME.fileData, 0, Buffer.alloc(0))
  },
  'sends bytes of no file': (forged) => forged.send(FRAME.fileData, 0, Buffer.alloc(1)),
  'sends bytes of an empty file': (forged) => {
    announce(forged, 'a', 0)
    forged.send(FRAME.fileData, 0, Buffer.alloc(1))
  },
  'prints once it is dead': (forged) => {
    sendFile(forged, 'a', Buffer.alloc(1))
    forged.send(FRAME.stdout, 0, Buffer.from('x'))
  },
  'connects once it is dead': (forged) => {
    sendFile(forged, 'a', Buffer.alloc(1))
    forged.send(FRAME.open, 1)
  },
  'announces what is no JSON': ({ send }) => send(FRAME.file, 0, Buffer.from('{"name":')),
  'announces what is no file': ({ send }) => send(FRAME.file, 0, json(['a', 1])),
  'announces more than a file': ({ send }) => send(FRAME.file, 0, json({ name: 'a', size: 1, type: 'x' })),
  'leaves out for no reason': (forged) =>
    end(forged, { ...RESULT, left_out: [{ name: 'a', reason: 'a reason of its own' }] }),
  'leaves out without end': (forged) =>
    end(forged, { ...RESULT, left_out: Array(21).fill({ name: 'a', reason: 'link' }) }),
  'leaves out a negative number': (forged) => end(forged, { ...RESULT, left_out_more: -1 }),
}

const names: Record<string, unknown> = {
  'a path': 'a/b',
  'an absolute path': '/etc/passwd',
  'the folder': '.',
  'the folder above': '..',
  nothing: '',
  'a number': 1,
  '121 characters': 'x'.repeat(121),
  'a NUL': 'a\0b',
  'a line end': 'a\nb',
  'an order of its own': 'a\u202eb',
  'a broken surrogate': '\ud800',
  'characters that are not composed': 'e\u0301',
}
for (const [what, name] of Object.entries(names))
  violations[`announces a file whose name is ${what}`] = (forged) => announce(forged, name, 0)

for (const size of [-1, 0.5, '1', null, 1e300])
  violations[`announces a file of ${JSON.stringify(size)} bytes`] = (forged) => announce(forged, 'a', size)

for (const [what, act] of Object.entries(violations))
  test(`a container that ${what} is stopped, and leaves no file`, async (t) => {
    const forged = forgeContainer()
    const execution = start(forged)
    act(forged)
    const { end, files } = await execution
    t.is('code' in end ? end.code : null, 'forbidden_code')
    t.deepEqual(files, [])
  })

test('as many files as may be come whole', async (t) => {
  const forged = forgeContainer()
  const execution = start(forged)
  const contents = Array.from({ length: 20 }, (_, index) => Buffer.alloc(MB / 4, index))
  for (const [index, bytes] of contents.entries())
    sendFile(forged, `file ${String(index).padStart(2, '0')}`, bytes)
  end(forged, { ...RESULT, left_out: [{ name: 'x', reason: 'too_large' }], left_out_more: 3 })
  const { end: ended, files } = await execution
  t.like(ended, { status: 0, left_out: [{ name: 'x', reason: 'too_large' }], left_out_more: 3 })
  t.deepEqual(
    files.map(({ bytes }) => bytes),
    contents,
  )
})

test('files of a container that never says its result are lost', async (t) => {
  const forged = forgeContainer()
  const execution = start(forged)
  sendFile(forged, 'a', Buffer.alloc(10))
  forged.inside.destroy()
  const { end: ended, files } = await execution
  t.like(ended, { code: 'interrupted' })
  t.deepEqual(files, [])
})
