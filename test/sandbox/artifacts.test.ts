import test from 'ava'
import { startSandbox } from './support/sandbox.ts'

// What code leaves in /tmp/out comes back. What it puts there to deceive, to hang or to fill the worker does not.

const named = (files: { name: string }[]): string[] => files.map(({ name }) => name)
const reasons = (leftOut: { name: string; reason: string }[]): string[] =>
  leftOut.map(({ name, reason }) => `${name}: ${reason}`)

test('gives back every byte of the files in /tmp/out, in the order of their names', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import pathlib
out = pathlib.Path('/tmp/out')
(out / 'z.bin').write_bytes(bytes(range(256)) * 1000)
(out / 'empty.txt').write_bytes(b'')
(out / 'Größe – ½.csv').write_text('a,b\\n1,2\\n')
(out / '.hidden').write_text('x')
(out / 'exactly a frame').write_bytes(b'f' * 32768)
print('done')
`
  const { stdout, error, files, leftOut, filesLost } = await python(code)
  t.is(error, null)
  t.is(stdout, 'done\n')
  t.deepEqual(named(files), ['.hidden', 'Größe – ½.csv', 'empty.txt', 'exactly a frame', 'z.bin'])
  t.deepEqual(
    files.map(({ bytes }) => bytes.length),
    [1, 8, 0, 32_768, 256_000],
  )
  t.is(files[1]?.bytes.toString(), 'a,b\n1,2\n')
  t.deepEqual(files[4]?.bytes, Buffer.from(Array.from({ length: 256_000 }, (_, index) => index % 256)))
  t.deepEqual(leftOut, [])
  t.false(filesLost)
})

test('gives back a figure of Matplotlib, and what Pandas writes', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt, pandas
plt.plot([1, 3, 2])
plt.savefig('/tmp/out/chart.png')
plt.savefig('/tmp/out/chart.svg')
pandas.DataFrame({'n': [1, 2]}).to_csv('/tmp/out/data.csv', index=False)
`
  const { error, files } = await python(code)
  t.is(error, null)
  t.deepEqual(named(files), ['chart.png', 'chart.svg', 'data.csv'])
  t.is(files[0]?.bytes.subarray(1, 4).toString(), 'PNG')
  t.regex(files[1]?.bytes.toString() ?? '', /<svg[\s\S]*<\/svg>/)
  t.is(files[2]?.bytes.toString(), 'n\n1\n2\n')
})

test('code that fails keeps its files, code that is stopped loses them', async (t) => {
  const { python } = await startSandbox(t)
  const write = "open('/tmp/out/a.txt', 'w').write('a')\n"
  const raised = await python(`${write}raise ValueError('no')`)
  t.like(raised, { error: { code: 'python_error' }, filesLost: false })
  t.deepEqual(named(raised.files), ['a.txt'])
  const left = await python(`${write}import sys; sys.exit(3)`)
  t.like(left, { error: { code: 'python_error' }, filesLost: false })
  t.deepEqual(named(left.files), ['a.txt'])
  const stopped = await python(`${write}import time; time.sleep(60)`, { timeoutSeconds: 1 })
  t.like(stopped, { error: { code: 'timeout' }, files: [], leftOut: [], filesLost: true })
})

test('takes regular files only, follows nothing and waits for nothing', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import importlib, pathlib, socket
system = importlib.import_module('o' + 's')
out = pathlib.Path('/tmp/out')
(out / 'link').symlink_to('/etc/passwd')
(out / 'link to the harness').symlink_to('/proc/1/environ')
(out / 'loop').symlink_to('loop')
system.mkfifo(out / 'fifo')
socket.socket(socket.AF_UNIX).bind('/tmp/out/socket')
(out / 'folder').mkdir()
(out / 'folder' / 'inside.txt').write_text('x')
(out / 'secret').write_text('x')
(out / 'secret').chmod(0)
pathlib.Path('/tmp/elsewhere').write_text('mine')
(out / 'twin').hardlink_to('/tmp/elsewhere')
(out / 'good.txt').write_text('good')
`
  const { error, files, leftOut } = await python(code)
  t.is(error, null)
  // A second name of a file of the code's own is as good as the first.
  t.deepEqual(
    files.map(({ name, bytes }) => [name, bytes.toString()]),
    [
      ['good.txt', 'good'],
      ['twin', 'mine'],
    ],
  )
  t.deepEqual(reasons(leftOut), [
    'fifo: it is no regular file',
    'folder: it is a folder, and only files directly in /tmp/out are kept',
    'link: it is a symbolic link',
    'link to the harness: it is a symbolic link',
    'loop: it is a symbolic link',
    'secret: it could not be read',
    'socket: it is no regular file',
  ])
})

test('keeps to 5 MB in all, whatever size a file claims', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import pathlib
out = pathlib.Path('/tmp/out')
(out / 'a').write_bytes(b'a' * (5 * 1024 * 1024 - 10))
(out / 'b').write_bytes(b'b' * 11)
with open('/tmp/out/c', 'wb') as sparse: sparse.truncate(100_000_000_000)
(out / 'd').write_bytes(b'd' * 10)
(out / 'e').write_bytes(b'')
(out / 'f').write_bytes(b'f')
`
  const { error, files, leftOut } = await python(code)
  t.is(error, null)
  t.deepEqual(named(files), ['a', 'd', 'e'])
  const why = 'all files together may have 5 MB'
  t.deepEqual(reasons(leftOut), [`b: ${why}`, `c: ${why}`, `f: ${why}`])
})

test('keeps 20 files of many, and names some of the others', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
for number in range(12_000): open(f'/tmp/out/{number:05}', 'w').close()
`
  const { error, files, leftOut } = await python(code)
  t.is(error, null)
  t.is(files.length, 20)
  t.is(leftOut.length, 21)
  t.is(leftOut[0]?.reason, 'at most 20 files are kept')
  t.deepEqual(leftOut[20], { name: '11960 more', reason: 'too many to name here' })
})

test('leaves out what has an odd name, and shows the name harmlessly', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
for name in (b'tab\\there', b'line\\nend', b'\\xff\\xfe', 'e\\u0301'.encode(), 'gpj.\\u202eexe'.encode(), b'\\x1b[31mred',
             b'x' * 121, b'x' * 120, 'é'.encode() * 120, b'quote" \\\\ back', '\\u0378'.encode(), '\\u200b'.encode()):
    open(b'/tmp/out/' + name, 'w').close()
`
  const { error, files, leftOut } = await python(code)
  t.is(error, null)
  t.deepEqual(named(files), ['quote" \\ back', 'x'.repeat(120), 'é'.repeat(120)])
  t.deepEqual(
    leftOut.map(({ name }) => name),
    [
      '\\x1b[31mred',
      'e\u0301',
      'gpj.\\u202eexe',
      'line\\nend',
      'tab\\there',
      'x'.repeat(121),
      '\\u0378',
      '\\u200b',
      '\\xff\\xfe',
    ],
  )
  t.true(leftOut.every(({ reason }) => reason.startsWith('its name is not')))
})

for (const [what, replace] of Object.entries({
  'a link': "pathlib.Path('/tmp/out').symlink_to('/etc')",
  'a file': "pathlib.Path('/tmp/out').write_text('x')",
  'a pipe': "importlib.import_module('o' + 's').mkfifo('/tmp/out')",
}))
  test(`/tmp/out that has become ${what} gives nothing`, async (t) => {
    const { python } = await startSandbox(t)
    const code = `import importlib, pathlib\npathlib.Path('/tmp/out').rmdir()\n${replace}\nprint('done')`
    const { stdout, error, files, leftOut } = await python(code)
    t.is(stdout, 'done\n')
    t.is(error, null)
    t.deepEqual(files, [])
    t.deepEqual(reasons(leftOut), ['/tmp/out: it is no folder any more'])
  })

test('/tmp/out that is gone is no error', async (t) => {
  const { python } = await startSandbox(t)
  const { error, files, leftOut } = await python("import pathlib\npathlib.Path('/tmp/out').rmdir()")
  t.deepEqual({ error, files, leftOut }, { error: null, files: [], leftOut: [] })
})

test('nothing that the code left running can change a file while it is read', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import subprocess
open('/tmp/out/log', 'w').write('begun')
forever = 'trap "" TERM HUP; while :; do printf x >> /tmp/out/log; printf x > /tmp/out/$$; done'
for _ in range(5):
    subprocess.Popen(['/bin/sh', '-c', forever], start_new_session=True, stdout=subprocess.DEVNULL,
                     stderr=subprocess.DEVNULL)
`
  const { error, files } = await python(code)
  t.is(error, null)
  t.regex(files.find(({ name }) => name === 'log')?.bytes.toString() ?? '', /^begunx*$/)
})
