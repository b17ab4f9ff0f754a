/*
 * The README's walk, run as it is written: every shell block of the section in one bash, against the real stack and
 * the example shop, and what each printed compared with the output shown below it. Only the port, the data folder
 * and the shop's port are others, so that the test can run beside anything else.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import getPort from 'get-port'
import { startErrand } from '../support/errand.ts'
import { type CodeBlock, codeBlocks, readRepositoryFile, section } from './markdown.ts'
import { runBlocks } from './shell.ts'
import { differences } from './shown.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
const SHOP_PORT = '4010'

const blocks = codeBlocks(section(readRepositoryFile('README.md'), 'A walk of five minutes'))
const shell = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text)
const [start = '', shop = '', ...walk] = shell

test('the walk in the README works as it is written and prints what it shows', async (t) => {
  const port = String(await getPort())
  const moved = (text: string): string => text.replaceAll(SHOP_PORT, port)
  const [, allow = ''] = /^ERRAND_EGRESS_ALLOW=(\S+) npm start\n$/.exec(start) ?? []
  t.truthy(allow, 'the first block starts Errand')

  const child = startShop(shop, port)
  t.teardown(() => endGroup(child))
  await listening(child)
  const errand = await startErrand({ environment: { ERRAND_EGRESS_ALLOW: moved(allow) } })
  t.teardown(errand.remove)

  const commands = walk.map((text) =>
    text.startsWith('export ERRAND=')
      ? `export ERRAND=${errand.url} KEY=$(cat '${errand.dataFolder}/admin-key')\n`
      : moved(text),
  )
  t.is(commands.filter((text) => text.includes(errand.dataFolder)).length, 1)
  const outputs = await runBlocks(commands)
  t.is(outputs.length, walk.length)

  const shown = shownBelow(blocks, walk)
  t.true(shown.size >= 10)
  for (const [index, expected] of shown)
    t.deepEqual(differences(JSON.parse(expected), JSON.parse(outputs[index] ?? '')), [], walk[index])
})

/** By position among the walk's commands: the JSON shown right below the command. */
function shownBelow(all: CodeBlock[], commands: string[]): Map<number, string> {
  const shown = new Map<number, string>()
  all.forEach(({ language, text }, index) => {
    const command = commands.indexOf(all[index - 1]?.text ?? '')
    if (language === 'json') shown.set(command, text)
  })
  return shown
}

/** In a group of its own: npm has children. */
function startShop(command: string, port: string): ChildProcess {
  return spawn('bash', ['-c', command], {
    cwd: CHECKOUT,
    env: { ...process.env, ORDERS_PORT: port },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
}

async function listening(child: ChildProcess): Promise<void> {
  if (!child.stdout) throw new Error('The shop has no output to read.')
  for await (const line of createInterface({ input: child.stdout })) if (/bearer token is/.test(line)) return
  throw new Error('The shop ended before it listened.')
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (!child.pid || child.exitCode !== null) return
  const gone = once(child, 'exit')
  process.kill(-child.pid, 'SIGTERM')
  await gone
}
