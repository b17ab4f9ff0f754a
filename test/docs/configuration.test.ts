// The README's table is what users configure Errand by: it has every variable, with the default that holds.
import test from 'ava'
import { readConfiguration } from '../../domain/configuration.ts'
import { readRepositoryFile, section, tableRows } from './markdown.ts'

const rows = new Map(
  tableRows(section(readRepositoryFile('README.md'), 'Configuration')).flatMap(
    ([names = '', , fallback = '']) =>
      Array.from(names.matchAll(/`(\w+)…?`/g), ([, name = '']): [string, string] => [name, fallback]),
  ),
)
/** The schema's variables, by its source: it isn't exported. */
const variables = Array.from(
  readRepositoryFile('domain/configuration.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm),
  ([, name = '']) => name,
)

test('the README names every variable that Errand reads', (t) => {
  t.true(variables.length > 20)
  t.true(variables.includes('ERRAND_PORT'))
  t.deepEqual(
    variables.filter((name) => !rows.has(name)),
    [],
  )
})

test('the README names no ERRAND_ variable that Errand refuses', (t) => {
  const known = [...variables, 'ERRAND_CACHE']
  t.deepEqual(
    [...rows.keys()].filter((name) => name.startsWith('ERRAND_') && !known.includes(name)),
    [],
  )
})

test('the defaults in the README are those of the schema', (t) => {
  for (const [name, value] of Object.entries(readConfiguration({})))
    if (!Array.isArray(value)) t.is(rows.get(name), `\`${value}\``, name)
})
