/*
 * The files of Python code on their way from a real container into the database: without secrets.
 */
import { randomUUID } from 'node:crypto'
import { MockActivityEnvironment } from '@temporalio/testing'
import test, { type ExecutionContext } from 'ava'
import { readArtifact } from '../../storage/artifacts.ts'
import { startSandbox } from '../sandbox/support/sandbox.ts'
import { startActivityBench } from '../support/activity-bench.ts'

const SECRET = 'tok_0123456789abcdef'

interface RunOptions {
  timeout_seconds?: number
  environment?: MockActivityEnvironment
}

/** Code that runs this has told the test that it runs; it goes on when the test lets it. No packet is sent. */
const TELL = `
import urllib.request
try: urllib.request.urlopen('http://tell.test/')
except Exception: pass
`

async function setUp(t: ExecutionContext, told: () => Promise<unknown> = async () => {}) {
  const lookup = async () => {
    await told()
    return []
  }
  const { sandbox } = await startSandbox(t, { lookup })
  const bench = await startActivityBench(t, { sandbox })
  await bench.secret('TOKEN', SECRET)
  const workflowId = `acme.test.${randomUUID()}`
  return {
    bench,
    run: (code: string, { environment, ...options }: RunOptions = {}) =>
      bench.call(
        {
          type: 'python',
          // The secret is given to code that names it.
          python: {
            code: `import os, pathlib\ntoken = os.environ['TOKEN']\nout = pathlib.Path('/tmp/out')\n${code}`,
          },
          ...options,
        },
        { workflowId, environment },
      ),
    textOf: async (name: string) => (await readArtifact(bench.storage, workflowId, name))?.bytes.toString(),
    stored: async () => (await bench.storage.artifactFiles.find().lean()).map(({ filename }) => filename),
    workflowId,
  }
}

test('keeps files with their types, each under the run and its name', async (t) => {
  const { bench, run, textOf, workflowId } = await setUp(t)
  const result = await run(`
(out / 'data.csv').write_text('a,b\\n')
(out / 'fake.png').write_text('<script>')
(out / 'chart.svg').write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
(out / 'blob').write_bytes(bytes(range(256)))
print('done')
`)
  t.like(result, { output: 'done\n', error: null, warnings: [] })
  t.deepEqual(result.artifacts, [
    { name: 'blob', content_type: 'application/octet-stream', size_bytes: 256 },
    { name: 'chart.svg', content_type: 'image/svg+xml', size_bytes: 41 },
    { name: 'data.csv', content_type: 'text/csv', size_bytes: 4 },
    { name: 'fake.png', content_type: 'application/octet-stream', size_bytes: 8 },
  ])
  t.is(await textOf('data.csv'), 'a,b\n')
  const blob = await readArtifact(bench.storage, workflowId, 'blob')
  t.deepEqual(blob?.bytes, Buffer.from(Array.from({ length: 256 }, (_, index) => index)))
})

test('masks secrets in text of any type, in any of the usual encodings, and in names', async (t) => {
  const { run, textOf, stored, workflowId } = await setUp(t)
  const result = await run(`
import base64
(out / 'a.csv').write_text(f'id,token\\n1,{token}\\n')
(out / 'b.svg').write_text(f'<svg><text>{token}</text></svg>')
(out / 'c').write_text(base64.b64encode(token.encode()).decode())
(out / f'{token}.txt').write_text('named')
(out / f'x{token}.json').write_text('{}')
`)
  t.deepEqual(
    result.artifacts.map(({ name, content_type }) => [name, content_type]),
    [
      ['a.csv', 'text/csv'],
      ['b.svg', 'image/svg+xml'],
      ['c', 'application/octet-stream'],
      ['***TOKEN***.txt', 'text/plain'],
      ['x***TOKEN***.json', 'application/json'],
    ],
  )
  t.is(await textOf('a.csv'), 'id,token\n1,***TOKEN***\n')
  t.is(await textOf('b.svg'), '<svg><text>***TOKEN***</text></svg>')
  t.is(await textOf('c'), '***TOKEN***')
  t.is(await textOf('***TOKEN***.txt'), 'named')
  t.false(JSON.stringify([result, await stored()]).includes(SECRET))
  t.true((await stored()).every((path) => path.startsWith(`${workflowId}/`)))
})

test('withholds a binary file that shows a secret, in whatever character set', async (t) => {
  const { run, stored } = await setUp(t)
  const result = await run(`
noise = bytes([0x89, 0xff, 0xfe, 0x80])
(out / 'a.bin').write_bytes(noise + token.encode() + noise)
(out / 'b.bin').write_bytes(noise + token.encode('utf-16-le'))
(out / 'c.bin').write_bytes(b'x' + token.encode('utf-16-be'))
(out / 'd.bin').write_bytes(token.encode('utf-32'))
(out / 'e.bin').write_bytes(noise + token.encode().hex().encode())
(out / 'f.bin').write_bytes(noise)
`)
  t.deepEqual(
    result.artifacts.map(({ name }) => name),
    ['f.bin'],
  )
  t.deepEqual(
    result.warnings,
    ['a', 'b', 'c', 'd', 'e'].map(
      (name) => `Not kept from /tmp/out: ${name}.bin (it shows a secret, or could not be searched for any).`,
    ),
  )
  t.is((await stored()).length, 1)
})

test('a picture that names a secret in its text is withheld', async (t) => {
  const { run } = await setUp(t)
  const result = await run(`
from PIL import Image, PngImagePlugin
notes = PngImagePlugin.PngInfo()
notes.add_text('Comment', token)
Image.new('RGB', (4, 4)).save('/tmp/out/noted.png', pnginfo=notes)
Image.new('RGB', (4, 4)).save('/tmp/out/plain.png')
`)
  t.deepEqual(
    result.artifacts.map(({ name, content_type }) => [name, content_type]),
    [['plain.png', 'image/png']],
  )
  t.is(result.warnings.length, 1)
})

test('names that are the same once masked stay apart', async (t) => {
  const { bench, run, textOf } = await setUp(t)
  await bench.secret('OTHER', 'other-0123456789')
  const result = await run(`
other = os.environ['OTHER']
(out / f'{token}.txt').write_text('1')
(out / '***TOKEN***.txt').write_text('2')
(out / f'{token[:4]}.txt').write_text('3')
`)
  t.deepEqual(
    result.artifacts.map(({ name }) => name),
    ['***TOKEN***.txt', 'tok_.txt', '***TOKEN*** (2).txt'],
  )
  t.is(await textOf('***TOKEN***.txt'), '2')
  t.is(await textOf('***TOKEN*** (2).txt'), '1')
})

test('says what was left out, without a secret in its name', async (t) => {
  const { run } = await setUp(t)
  const { artifacts, warnings, error } = await run("(out / f'of {token}').mkdir()")
  t.is(error, null)
  t.deepEqual(artifacts, [])
  t.deepEqual(warnings, [
    'Not kept from /tmp/out: of ***TOKEN*** (it is a folder, and only files directly in /tmp/out are kept).',
  ])
})

test('keeps the files of code that fails', async (t) => {
  const { run } = await setUp(t)
  const { error, artifacts, warnings } = await run("(out / 'a.txt').write_text('a')\nraise ValueError('no')")
  t.is(error?.code, 'python_error')
  t.is(artifacts.length, 1)
  t.deepEqual(warnings, [])
})

test('says of code that is stopped that its files are lost', async (t) => {
  const { run } = await setUp(t)
  const code = "(out / 'a.txt').write_text('a')\nwhile True: pass"
  const { error, artifacts, warnings } = await run(code, { timeout_seconds: 1 })
  t.is(error?.code, 'timeout')
  t.deepEqual(artifacts, [])
  t.deepEqual(warnings, ['Files in /tmp/out were lost, since the code was stopped at its time limit.'])
})

test('code that never mentions /tmp/out has lost nothing', async (t) => {
  const { sandbox } = await startSandbox(t)
  const bench = await startActivityBench(t, { sandbox })
  const { error, warnings } = await bench.call({
    type: 'python',
    python: { code: 'while True: pass' },
    timeout_seconds: 1,
  })
  t.is(error?.code, 'timeout')
  t.deepEqual(warnings, [])
})

test('a run whose files the database does not take succeeds, and says that they are lost', async (t) => {
  const { bench, run } = await setUp(t, () => bench.storage.close())
  const { output, error, artifacts, warnings } = await run(`
(out / 'a.txt').write_text('a')
(out / 'b.txt').write_text('b')
${TELL}
print('done')
`)
  t.is(output, 'done\n')
  t.is(error, null)
  t.deepEqual(artifacts, [])
  t.deepEqual(warnings, ['These files were lost, since the database could not be reached: a.txt, b.txt.'])
})

test('a cancelled execution says what was lost', async (t) => {
  const environment = new MockActivityEnvironment({ workflowExecution: { workflowId: 'w', runId: 'r' } })
  const { run } = await setUp(t, async () => environment.cancel('CANCELLED'))
  const running = run(`(out / 'a.txt').write_text('a')\n${TELL}\nwhile True: pass`, { environment })
  const error = await t.throwsAsync<Error & { details: unknown }>(running, { name: 'CancelledFailure' })
  t.deepEqual(error?.details, ['Files in /tmp/out were lost, since the run was cancelled.'])
})
