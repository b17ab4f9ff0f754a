import test, { type ExecutionContext } from 'ava'
import { readLines } from '../../eval/read-lines.ts'
import { fileWith, written } from './lines.ts'

function problemOf(t: ExecutionContext, path: string): string {
  const error = t.throws(() => readLines(path))
  return error.message.replaceAll(path, 'FILE')
}

test('a line is read with what it leaves out filled in', (t) => {
  const [line] = readLines(fileWith(t, written()))
  t.deepEqual(line?.before, [])
  t.deepEqual(line?.user, {})
  t.is(line?.expected[0]?.missing, undefined)
})

test('empty lines are passed over and still counted', (t) => {
  const path = fileWith(t, written(), '', '  ', 'not json')
  t.regex(problemOf(t, path), /^FILE:4: is not JSON/)
})

test('each wrong line is named with its number, all at once', (t) => {
  const path = fileWith(
    t,
    '{',
    written(),
    written({ id: 'two', question: 7 }),
    written({ id: 'three', extra: 1 }),
  )
  const problems = problemOf(t, path).split('\n')
  t.is(problems.length, 3)
  t.regex(problems[0] ?? '', /^FILE:1: is not JSON \(.+\)\. Each question is one JSON object on one line\.$/)
  t.regex(problems[1] ?? '', /^FILE:3: 'question' does not fit: /)
  t.regex(problems[2] ?? '', /^FILE:4: the line does not fit: .*extra/)
})

test('of a file that is none of these, only the first problems are told', (t) => {
  const path = fileWith(t, ...Array.from({ length: 50 }, () => 'words'))
  const problems = problemOf(t, path).split('\n')
  t.is(problems.length, 21)
  t.is(problems.at(-1), 'And 30 more.')
})

test('an id that is there twice is refused with the place of the first', (t) => {
  const path = fileWith(t, written(), written({ question: 'again' }))
  t.is(problemOf(t, path), "FILE:2: the id 'one' is that of line 1, too.")
})

test('an expected action that is not offered is refused with those that are', (t) => {
  const path = fileWith(t, written({ expected: [{ name: 'Refunds' }] }))
  t.is(
    problemOf(t, path),
    "FILE:1: expects 'Refunds', which is not offered. Offered: 'Refund status', 'Incidents'.",
  )
})

test('a value or a missing one that no parameter is named like is refused with the names there are', (t) => {
  const expected = [{ name: 'Refund status', parameters: { ordr: ['1'] }, missing: ['dayz'] }]
  t.is(
    problemOf(t, fileWith(t, written({ expected }))),
    "FILE:1: 'Refund status' has no parameter 'ordr'. It has: order, days, note.\n" +
      "FILE:1: 'Refund status' has no parameter 'dayz'. It has: order, days, note.",
  )
})

test('a parameter without any accepted value is refused: nothing could be right', (t) => {
  const expected = [{ name: 'Refund status', parameters: { order: [] } }]
  t.regex(problemOf(t, fileWith(t, written({ expected }))), /'expected\.0\.parameters\.order' does not fit/)
})

test('a file that is not there, or has no lines, is said to be so', (t) => {
  t.regex(problemOf(t, '/nowhere/questions.jsonl'), /^FILE can't be read: .*ENOENT/)
  t.is(problemOf(t, fileWith(t, '', '')), 'FILE has no lines.')
})

test('"templates" offers all ready-made actions by their names', (t) => {
  const expected = [{ name: 'Stock level', parameters: { product: ['MUG-1'] } }]
  t.notThrows(() => readLines(fileWith(t, written({ actions: 'templates', expected }))))
})
