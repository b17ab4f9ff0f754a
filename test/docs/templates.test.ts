// docs/templates.md: what it says about the templates is so, and its commands work.
import test from 'ava'
import { createBuiltinEngine } from '../../language/builtin/engine.ts'
import { loadTemplates } from '../../templates/catalogue.ts'
import { NO_WAITING, startErrand } from '../support/errand.ts'
import { codeBlocks, readRepositoryFile, tableRows } from './markdown.ts'
import { runBlocks } from './shell.ts'

const page = readRepositoryFile('docs/templates.md')

test('the table has every template with its service, type and secrets', (t) => {
  const rows = tableRows(page).slice(1)
  const templates = loadTemplates()
  t.deepEqual(
    rows.map(([slug = '']) => slug.replaceAll('`', '')).sort(),
    templates.map(({ slug }) => slug),
  )
  for (const { slug, service, action, secrets } of templates) {
    const [, , named = '', type = '', needed = ''] = rows.find(([name]) => name === `\`${slug}\``) ?? []
    t.true(named.toLowerCase().startsWith(service.toLowerCase()), slug)
    t.regex(type, action.type === 'python' ? /^Python/ : /^API Call/, slug)
    t.is(/approval/.test(type), action.requires_approval, slug)
    const names = Array.from(needed.matchAll(/`([A-Z_]+)`/g), ([, name]) => name)
    t.deepEqual(
      names,
      secrets.map(({ name }) => name),
      slug,
    )
  }
})

test('the built-in engine finds the template that each question of the table is for, and its parameters', async (t) => {
  const actions = loadTemplates().map(({ slug, action }) => ({ id: slug, ...action }))
  const engine = createBuiltinEngine()
  for (const [slug = '', question = ''] of tableRows(page).slice(1)) {
    const request = { question, history: [], user: {}, instructions: '', actions, pending: [] }
    const { matches } = await engine.understand(request, new AbortController().signal)
    t.deepEqual(
      matches.map(({ action_id, missing }) => [action_id, missing]),
      [[slug.replaceAll('`', ''), []]],
      question,
    )
  }
})

test('the commands work in their order', async (t) => {
  const errand = await startErrand({ environment: NO_WAITING })
  t.teardown(errand.remove)
  const commands = codeBlocks(page)
    .filter(({ language }) => language === 'sh')
    .map(({ text }) =>
      text.startsWith('export ERRAND=')
        ? `export ERRAND=${errand.url} KEY=$(cat '${errand.dataFolder}/admin-key')\n`
        : text,
    )
  const outputs = await runBlocks(commands)
  t.is(outputs.length, 5)
  t.like(JSON.parse(outputs[2] ?? ''), { slug: 'refund-status', secrets: [{ name: 'STRIPE_API_KEY' }] })
  t.regex(outputs[4] ?? '', /"enabled":true/)
})
