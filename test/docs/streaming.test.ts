/*
 * Every example in docs/streaming.md works, and streams what the page shows.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { apiClient } from '../support/api-client.ts'
import { errandWithShop } from './errand-with-shop.ts'
import { codeBlocks, readRepositoryFile } from './markdown.ts'
import { runBlocks } from './shell.ts'
import { differences } from './shown.ts'

const blocks = codeBlocks(readRepositoryFile('docs/streaming.md'))
const walk = codeBlocks(readRepositoryFile('README.md'))

/** Errand and the shop, with the action of the README. */
async function setUp(t: ExecutionContext) {
  const { errand, port } = await errandWithShop(t)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  await api.put('/acme/secrets/ORDERS_TOKEN', { value: 'orders-demo-token-7431' })
  const action = walk.find(({ text }) => text.includes('"name": "Order status",\n  "trigger"'))?.text ?? ''
  const json = /<<'JSON'\n([\s\S]*)\nJSON/.exec(action)?.[1] ?? ''
  await api.post('/acme/actions', JSON.parse(json.replaceAll('4010', port)))
  return errand
}

const lines = (text: string): string[] => text.trim().split('\n')

test('every example in docs/streaming.md works, and streams what is shown', async (t) => {
  const errand = await setUp(t)
  const examples = blocks
    .filter(({ language }) => language === 'sh')
    .map(({ text }) =>
      text.startsWith('export ERRAND=') ? `export ERRAND=${errand.url} KEY=${errand.adminKey}\n` : text,
    )
  const [, whole = '', behind = '', again = ''] = await runBlocks(examples)
  // Between them is a model's, which there is none of here.
  const [shownWhole, , shownBehind] = blocks.filter(({ language }) => language === 'text')
  t.deepEqual(differences(lines(shownWhole?.text ?? ''), lines(whole)), [])
  t.deepEqual(differences(lines(shownBehind?.text ?? ''), lines(behind)), [])
  t.is(lines(again).filter((line) => line.startsWith('id: ')).length, 10)

  const folder = await mkdtemp(join(tmpdir(), 'errand-streaming-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const file = join(folder, 'reader.mjs')
  await writeFile(file, blocks.find(({ language }) => language === 'js')?.text ?? '')
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ERRAND: errand.url, KEY: errand.adminKey },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk
  })
  await once(child, 'close')
  t.regex(printed, /^question detect running\n[\s\S]*\ntrue \*\*Order status\*\*/)
})
