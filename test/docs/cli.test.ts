/*
 * Every example in docs/cli.md works, and prints what the page shows. The examples stand for a reader's terminal, where
 * each goes on with what the ones before have left.
 */
import { rm } from 'node:fs/promises'
import test from 'ava'
import { errandWithShop } from './errand-with-shop.ts'
import { type CodeBlock, codeBlocks, readRepositoryFile } from './markdown.ts'
import { runBlocks } from './shell.ts'
import { differences } from './shown.ts'

const FOLDER = '/tmp/errand-cli-demo'
const blocks = codeBlocks(readRepositoryFile('docs/cli.md'))

const lines = (text: string): string[] => text.trimEnd().split('\n')

test('every example in docs/cli.md works, and prints what is shown', async (t) => {
  t.timeout(240_000)
  const { errand, port } = await errandWithShop(t)
  const folder = `${FOLDER}-${process.pid}`
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const real = (text: string) => text.replaceAll('4010', port).replaceAll(FOLDER, folder)
  const examples = blocks.filter(({ language }) => language === 'sh')
  const [help = '', ...outputs] = await runBlocks([
    `export ERRAND_DATA=${errand.dataFolder}\n${examples[0]?.text}`,
    ...examples.slice(1).map(({ text }) => real(text)),
  ])
  t.regex(help, /Usage: errand/)
  examples.slice(1).forEach((example, index) => {
    const shown = shownAfter(example)
    if (shown) t.deepEqual(differences(lines(real(shown)), lines(outputs[index] ?? '')), [], example.text)
  })
})

/** The `text` block that follows an example, if one does. */
function shownAfter(example: CodeBlock): string | null {
  const next = blocks[blocks.indexOf(example) + 1]
  return next?.language === 'text' ? next.text : null
}
