/*
 * Fetching the files of a run over HTTP. They come from code that anybody may have written, so how they are served
 * matters as much as that they are.
 */
import anyTest, { type TestFn } from 'ava'
import type { Run } from '../../domain/run.ts'
import { apiClient } from '../support/api-client.ts'
import { AS_MANY_WAITING } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, {}), AS_MANY_WAITING)

const FILES = `
import base64, pathlib
out = pathlib.Path('/tmp/out')
(out / 'pixel.png').write_bytes(base64.b64decode(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='))
(out / 'evil.svg').write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
(out / 'evil.html').write_text('<script>alert(1)</script>')
(out / 'not.png').write_text('<script>alert(1)</script>')
(out / 'Größe "x"; y=1.csv').write_text('a,b\\n1,2\\n')
(out / 'data.json').write_text('{"a": 1}')
(out / 'notes.txt').write_text('notes')
(out / 'page.pdf').write_bytes(b'%PDF-1.7\\n')
(out / 'utf16.csv').write_bytes('a,b'.encode('utf-16'))
(out / 'empty').write_bytes(b'')
`

async function runOf(context: StackContext, code: string): Promise<{ guru: string; run: Run }> {
  const guru = await context.newGuru()
  const action = { name: 'Files', trigger: 'Never', type: 'python', python: { code } }
  const run = await context.api.post<Run>(`/${guru}/actions/test`, { action })
  return { guru, run }
}

const fetchFile = (
  { errand }: StackContext,
  guru: string,
  id: string,
  name: string,
  { headers = {}, method = 'GET' }: { headers?: Record<string, string>; method?: string } = {},
) =>
  fetch(`${errand.url}/api/v1/${guru}/runs/${id}/artifacts/${encodeURIComponent(name)}`, {
    method,
    headers: { 'x-api-key': errand.adminKey, ...headers },
  })

test('each file is served as what it is, pictures in place and all else to be saved', async (t) => {
  const { guru, run } = await runOf(t.context, FILES)
  t.is(run.error, null)
  const expected: Record<string, [type: string, disposition: string]> = {
    'Größe "x"; y=1.csv': ['text/csv; charset=utf-8', 'attachment'],
    'data.json': ['application/json; charset=utf-8', 'attachment'],
    empty: ['application/octet-stream', 'attachment'],
    'evil.html': ['application/octet-stream', 'attachment'],
    'evil.svg': ['image/svg+xml', 'inline'],
    'not.png': ['application/octet-stream', 'attachment'],
    'notes.txt': ['text/plain; charset=utf-8', 'attachment'],
    'page.pdf': ['application/pdf', 'attachment'],
    'pixel.png': ['image/png', 'inline'],
    'utf16.csv': ['application/octet-stream', 'attachment'],
  }
  t.deepEqual(run.artifacts.map(({ name }) => name).sort(), Object.keys(expected).sort())
  for (const { name, content_type, size_bytes } of run.artifacts) {
    const response = await fetchFile(t.context, guru, run.id, name)
    t.is(response.status, 200)
    const [type, disposition] = expected[name] ?? []
    t.is(response.headers.get('content-type'), type ?? null)
    t.is(content_type, type?.split(';')[0] ?? '')
    t.is(response.headers.get('content-disposition')?.split(';')[0], disposition ?? '')
    t.is((await response.arrayBuffer()).byteLength, size_bytes)
  }
  const again = await t.context.api.get<Run>(`/${guru}/runs/${run.id}`)
  t.deepEqual(again.artifacts, run.artifacts)
})

test('nothing in a file runs, loads or is guessed at in a browser', async (t) => {
  const { guru, run } = await runOf(t.context, FILES)
  for (const name of ['evil.svg', 'evil.html', 'pixel.png']) {
    const { headers } = await fetchFile(t.context, guru, run.id, name)
    t.is(headers.get('content-security-policy'), "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    t.is(headers.get('x-content-type-options'), 'nosniff')
    t.regex(headers.get('cache-control') ?? '', /^private, max-age=\d+, immutable$/)
    t.regex(headers.get('vary') ?? '', /x-api-key/)
  }
})

test('a name that is no header text is sent as RFC 6266 says', async (t) => {
  const { guru, run } = await runOf(t.context, FILES)
  const { headers } = await fetchFile(t.context, guru, run.id, 'Größe "x"; y=1.csv')
  const disposition = headers.get('content-disposition') ?? ''
  t.true(disposition.includes('filename="Gr'))
  t.true(disposition.includes("filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22x%22%3B%20y%3D1.csv"), disposition)
})

test('who has a file is not sent it again, and who asks about it gets its headers', async (t) => {
  const { guru, run } = await runOf(t.context, FILES)
  const first = await fetchFile(t.context, guru, run.id, 'notes.txt')
  const etag = first.headers.get('etag') ?? ''
  t.regex(etag, /^"[0-9a-f]{64}"$/)
  // Without the second, fetch would ask for it to be sent whatever it is.
  const headers = { 'if-none-match': etag, 'cache-control': 'max-age=0' }
  const second = await fetchFile(t.context, guru, run.id, 'notes.txt', { headers })
  t.is(second.status, 304)
  t.is(await second.text(), '')
  t.regex(second.headers.get('content-security-policy') ?? '', /sandbox/)
  const head = await fetchFile(t.context, guru, run.id, 'notes.txt', { method: 'HEAD' })
  t.is(head.status, 200)
  t.is(head.headers.get('content-length'), '5')
  t.is(await head.text(), '')
})

test('files belong to the guru of the run', async (t) => {
  const { api, errand, newGuru } = t.context
  const { guru, run } = await runOf(t.context, FILES)
  const other = await newGuru()
  const { key } = await api.post<{ key: string }>(`/gurus/${other}/keys`, { name: 'm', role: 'manage' })
  const theirs = { headers: { 'x-api-key': key } }
  t.is((await fetchFile(t.context, other, run.id, 'notes.txt', theirs)).status, 404)
  t.is((await fetchFile(t.context, guru, run.id, 'notes.txt', theirs)).status, 403)
  // Not the admin either, through another guru.
  t.is((await fetchFile(t.context, other, run.id, 'notes.txt')).status, 404)
  t.is((await fetchFile(t.context, guru, run.id, 'notes.txt', { headers: { 'x-api-key': 'x' } })).status, 401)
  const { key: chatKey } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'c', role: 'chat' })
  const chat = await apiClient(errand.url, chatKey).request(
    'GET',
    `/${guru}/runs/${run.id}/artifacts/notes.txt`,
  )
  t.is(chat.status, 403)
})

test('a file that is not there is a 404 that says what is', async (t) => {
  const { guru, run } = await runOf(t.context, "open('/tmp/out/a.txt', 'w').write('a')")
  const { api } = t.context
  const missing = async (id: string, name: string) => {
    const { status, body } = await api.request<{ detail: string }>(
      'GET',
      `/${guru}/runs/${id}/artifacts/${name}`,
    )
    t.is(status, 404)
    return body.detail
  }
  t.is(await missing(run.id, 'b.txt'), "The run left no file named 'b.txt'. It left: a.txt.")
  t.is(await missing(run.id, '..%2Fa.txt'), "The run left no file named '../a.txt'. It left: a.txt.")
  t.is(await missing(run.id, 'a.txt%2F0'), "The run left no file named 'a.txt/0'. It left: a.txt.")
  t.is(await missing('no-such-run', 'a.txt'), "Run 'no-such-run' does not exist.")
  const none = await runOf(t.context, 'print(1)')
  const { body } = await api.request<{ detail: string }>(
    'GET',
    `/${none.guru}/runs/${none.run.id}/artifacts/a.txt`,
  )
  t.is(body.detail, 'The run left no files. Python code leaves them in /tmp/out.')
})

test('what was left out is told in the run', async (t) => {
  const { run } = await runOf(t.context, "import pathlib\npathlib.Path('/tmp/out/sub').mkdir()\nprint(1)")
  t.like(run, { status: 'succeeded', output: '1\n' })
  t.deepEqual(run.warnings, [
    'Not kept from /tmp/out: sub (it is a folder, and only files directly in /tmp/out are kept).',
  ])
})

test('a run that is cancelled says that its files are lost', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru()
  const { id } = await api.post<{ id: string }>(`/${guru}/actions`, {
    name: 'Slow',
    trigger: 'Never',
    type: 'python',
    python: {
      code: `open('/tmp/out/a.txt', 'w').write('a')
import time, urllib.request
urllib.request.urlopen('${target.url}/written')
time.sleep(30)`,
    },
  })
  const { id: run } = await api.post<Run>(`/${guru}/actions/${id}/trigger`)
  await target.received(1)
  await api.post(`/${guru}/runs/${run}/cancel`)
  const ended = await eventually('the end of the run', async () => {
    const read = await api.get<Run>(`/${guru}/runs/${run}`)
    return read.status !== 'running' && read
  })
  t.is(ended.status, 'cancelled')
  t.deepEqual(ended.artifacts, [])
  t.deepEqual(ended.warnings, ['Files in /tmp/out were lost, since the run was cancelled.'])
})
