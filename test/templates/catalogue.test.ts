/*
 * What holds for every template, whatever it does. That the API takes them is in test/api/templates.test.ts.
 */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { actionInputSchema } from '../../domain/action.ts'
import { secretsUsedBy } from '../../domain/secret-use.ts'
import { loadTemplates } from '../../templates/catalogue.ts'
import { inlineShared } from '../../templates/inline-shared.ts'
import { readRepositoryFile } from '../docs/markdown.ts'
import { startSandbox } from '../sandbox/support/sandbox.ts'

const templates = loadTemplates()
const filesHere = readdirSync(fileURLToPath(new URL('.', import.meta.url)))

test('there are ten, each under a name of its own', (t) => {
  t.is(templates.length, 10)
  t.is(new Set(templates.map(({ action }) => action.name.toLowerCase())).size, 10)
  t.is(new Set(templates.map(({ action }) => action.trigger)).size, 10)
})

for (const { slug, action, secrets, sample_parameters } of templates) {
  test(`${slug} is an action as the API takes it, and says what it is for`, (t) => {
    t.deepEqual(actionInputSchema.parse(JSON.parse(JSON.stringify(action))), action)
    t.regex(action.trigger, /^When the user /)
    t.true(action.usage_instructions.length > 40)
    for (const { name, description } of action.parameters) t.true(description.length > 15, name)
    t.true(action.timeout_seconds <= 30)
    for (const name of Object.keys(sample_parameters))
      t.true(
        action.parameters.some((parameter) => parameter.name === name),
        name,
      )
  })

  test(`${slug} declares the secrets that it needs, and binds those that are secret to hosts`, (t) => {
    const required = secrets.filter((secret) => secret.required).map(({ name }) => name)
    t.deepEqual([...action.secrets].sort(), [...required].sort())
    t.deepEqual(
      secretsUsedBy(
        action,
        secrets.map(({ name }) => name),
      ),
      secrets.map(({ name }) => name).sort(),
    )
    for (const { name, mask, allowed_hosts, description } of secrets) {
      t.is(allowed_hosts.length > 0, mask, name)
      t.true(description.length > 20, name)
    }
  })

  test(`${slug} has a test of its own and a line in the documentation`, (t) => {
    t.true(filesHere.includes(`${slug}.test.ts`))
    t.true(readRepositoryFile('docs/templates.md').includes(`\`${slug}\``))
  })
}

test('the sandbox accepts the code of every template', async (t) => {
  const { sandbox } = await startSandbox(t)
  for (const { slug, action } of templates)
    if (action.python) t.deepEqual(await sandbox.checkCode(action.python.code), [], slug)
})

test('shared parts are put in once, after all imports and before what needs them', (t) => {
  const code = inlineShared(
    'import time\n\nfrom shared.stripe import money\nfrom shared.number import number\n\nprint(1)\n',
  )
  t.notRegex(code, /from shared/)
  t.is(code.match(/^class Service:/gm)?.length, 1)
  t.is(code.match(/^import time$/gm)?.length, 1)
  t.true(code.lastIndexOf('\nimport ') < code.indexOf('\nPATIENCE'))
  t.true(code.indexOf('class Service:') < code.indexOf('STRIPE ='))
  t.true(code.endsWith('print(1)\n'))
})
