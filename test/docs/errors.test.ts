// Every code that a client can meet is explained, with what to do, and nothing is explained that there isn't.
import test from 'ava'
import { PROBLEMS } from '../../domain/problems.ts'
import { RUN_ERRORS } from '../../domain/run-errors.ts'
import { readRepositoryFile, section, tableRows } from './markdown.ts'

const page = readRepositoryFile('docs/errors.md')

const runErrors = new Map(
  section(page, 'Errors of runs')
    .split(/^### /m)
    .slice(1)
    .map((part): [string, string] => [/^`(\w+)`\n/.exec(part)?.[1] ?? part, part]),
)
const problems = new Map(
  tableRows(section(page, 'Problems of requests'))
    .slice(1)
    .map(([code = '', ...cells]): [string, string[]] => [code.replaceAll('`', ''), cells]),
)

test('docs/errors.md explains every error code of a run and no other', (t) => {
  t.deepEqual([...runErrors.keys()].sort(), Object.keys(RUN_ERRORS).sort())
})

for (const [code, text] of runErrors)
  test(`docs/errors.md says what ${code} means and what to do`, (t) => {
    const [meaning = '', advice = ''] = text.split('**What to do:**')
    t.true(meaning.trim().length > code.length + 40)
    t.true(advice.trim().length > 10)
  })

test('docs/errors.md explains every problem of a request, with its status, and no other', (t) => {
  t.deepEqual([...problems.keys()].sort(), Object.keys(PROBLEMS).sort())
  for (const [code, { status }] of Object.entries(PROBLEMS)) {
    const [shown, meaning = '', advice = ''] = problems.get(code) ?? []
    t.is(shown, String(status), code)
    t.true(meaning.length > 10 && advice.length > 5, code)
  }
})
