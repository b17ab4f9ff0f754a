/*
 * The example in docs/understanding.md runs and prints what the page says, and the page tells every field and category.
 */
import test from 'ava'
import { lineSchema } from '../../eval/line.ts'
import { codeBlocks, readRepositoryFile, tableRows } from './markdown.ts'
import { runBlocks } from './shell.ts'

const page = readRepositoryFile('docs/understanding.md')
const blockIn = (language: string): string =>
  codeBlocks(page).find((block) => block.language === language)?.text ?? ''

test('the example in docs/understanding.md prints what the page says', async (t) => {
  const [printed = ''] = await runBlocks([blockIn('sh')])
  t.is(printed.replace(/[\d.]+ ms each/, '… ms each').trim(), blockIn('text').trim())
})

test('docs/understanding.md tells every field of a line', (t) => {
  const told = tableRows(page).map(([first = '']) => first.replaceAll('`', '').trim())
  for (const field of Object.keys(lineSchema.shape)) t.true(told.includes(field), field)
})

test('docs/understanding.md tells every category of our own lines', (t) => {
  const categories = new Set(
    readRepositoryFile('eval/templates.jsonl')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text).category),
  )
  const told = tableRows(page).map(([first = '']) => first.replaceAll('`', '').trim())
  t.true(categories.size > 5)
  for (const category of categories) t.true(told.includes(category), category)
})
