/*
 * Every example in docs/mcp.md and docs/openai-compatible.md works: those for the shell, and the one for JavaScript.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { apiClient } from '../support/api-client.ts'
import { errandWithShop } from './errand-with-shop.ts'
import { codeBlocks, readRepositoryFile } from './markdown.ts'
import { runBlocks } from './shell.ts'
import { differences } from './shown.ts'

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

test('every example in docs/mcp.md and docs/openai-compatible.md works', async (t) => {
  const errand = await setUp(t)
  const run = (blocks: ReturnType<typeof codeBlocks>) =>
    runBlocks(
      blocks
        .filter(({ language }) => language === 'sh')
        .map(({ text }) =>
          text.startsWith('export ERRAND=') ? `export ERRAND=${errand.url} KEY=${errand.adminKey}\n` : text,
        ),
    )
  const mcp = codeBlocks(readRepositoryFile('docs/mcp.md'))
  const [, , listed = '', called = '', allowed = '', named = ''] = await run(mcp)
  const resultIn = (text: string) => JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '').result
  t.regex(listed, /"name":"order_status"/)
  const shown = mcp.find(({ text }) => text.includes('structuredContent'))?.text ?? ''
  t.deepEqual(differences(JSON.parse(shown), resultIn(called)), [])
  t.true(JSON.parse(allowed).mcp_for_chat)
  t.is(resultIn(named).structuredContent.status, 'succeeded')

  const chat = codeBlocks(readRepositoryFile('docs/openai-compatible.md'))
  const [, models = '', whole = '', streamed = ''] = await run(chat)
  t.is(JSON.parse(models).data[0].id, 'acme')
  const completion = chat.find(({ language }) => language === 'json')?.text ?? ''
  t.deepEqual(differences(JSON.parse(completion), JSON.parse(whole)), [])
  t.regex(streamed, /^data: \{.*"role":"assistant"[\s\S]*shipped[\s\S]*^data: \[DONE\]$/m)

  // Beside the packages that it imports.
  const file = fileURLToPath(new URL('chat-example.mjs', import.meta.url))
  t.teardown(() => rm(file, { force: true }))
  await writeFile(file, chat.find(({ language }) => language === 'js')?.text ?? '')
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ERRAND: errand.url, KEY: errand.adminKey },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk
  })
  await once(child, 'close')
  t.regex(printed, /order id[\s\S]*delivered/)
})
