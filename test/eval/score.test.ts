import test from 'ava'
import type { Match } from '../../domain/language.ts'
import { failed, score } from '../../eval/score.ts'
import { line, match } from './lines.ts'

const expecting = (...expected: Record<string, unknown>[]) => line({ expected })
const refund = (parameters: Record<string, unknown> = {}, missing?: string[]) => ({
  name: 'Refund status',
  parameters,
  ...(missing && { missing }),
})
const judged = (expected: Record<string, unknown>[], matches: Match[]) => {
  const { rightAction, exact, problems } = score(expecting(...expected), matches)
  return { rightAction, exact, problems }
}
const RIGHT = { rightAction: true, exact: true, problems: [] }

test('the right action with the right value is exact', (t) => {
  t.deepEqual(judged([refund({ order: ['1042'] })], [match('Refund status', { order: '1042' })]), RIGHT)
})

test('another action, none, or one too many is not the right one', (t) => {
  const right = match('Refund status', { order: '1042' })
  for (const matches of [[match('Incidents')], [], [right, match('Incidents')], [right, right]])
    t.false(judged([refund({ order: ['1042'] })], matches).rightAction)
  t.deepEqual(judged([refund({ order: ['1042'] })], [match('Incidents')]).problems, [
    'expected Refund status, got Incidents',
  ])
})

test('where nothing is to run, silence is right and is never counted as exact', (t) => {
  t.like(score(expecting(), []), { isAsking: false, rightAction: true, exact: false, problems: [] })
  t.like(score(expecting(), [match('Incidents')]), {
    rightAction: false,
    problems: ['expected silence, got Incidents'],
  })
})

test('a wrong value leaves the action right and the parameters wrong, and says both values', (t) => {
  t.deepEqual(judged([refund({ order: ['1042', 'A-1042'] })], [match('Refund status', { order: '1043' })]), {
    rightAction: true,
    exact: false,
    problems: ['order: expected "1042" or "A-1042", got "1043"'],
  })
})

test('any of the accepted values will do', (t) => {
  t.deepEqual(
    judged([refund({ order: ['1042', '#1042'] })], [match('Refund status', { order: '#1042' })]),
    RIGHT,
  )
})

test('letter case, spaces and some marks make no difference', (t) => {
  for (const order of ['audit_log', 'Audit log', 'AUDIT-LOG', '"audit log."'])
    t.true(judged([refund({ order: ['audit log'] })], [match('Refund status', { order })]).exact, order)
  t.false(judged([refund({ order: ['audit log'] })], [match('Refund status', { order: 'audit logs' })]).exact)
})

test('a number is right as a number and as text', (t) => {
  const expected = [refund({ order: ['1'], days: [90] })]
  t.true(judged(expected, [match('Refund status', { order: '1', days: 90 })]).exact)
  t.true(judged(expected, [match('Refund status', { order: '1', days: '90' })]).exact)
  for (const days of [9, 9.0001, -90, 900])
    t.false(judged(expected, [match('Refund status', { order: '1', days })]).exact, String(days))
})

test('two numbers are the same only where they are equal', (t) => {
  const expected = [refund({ order: ['1'], days: [1.5] })]
  t.false(judged(expected, [match('Refund status', { order: '1', days: 15 })]).exact)
  t.false(judged(expected, [match('Refund status', { order: '1', days: -1.5 })]).exact)
})

test('a value that is there although none is expected is wrong', (t) => {
  t.deepEqual(
    judged([refund({ order: ['1'] })], [match('Refund status', { order: '1', note: 'x' })]).problems,
    ['note: expected nothing, got "x"'],
  )
})

test('a default that was filled in counts as nothing', (t) => {
  t.true(judged([refund({ order: ['1'] })], [match('Refund status', { order: '1', days: 30 })]).exact)
  t.false(judged([refund({ order: ['1'] })], [match('Refund status', { order: '1', days: 31 })]).exact)
})

test('an empty string among the accepted ones lets the value be absent or the default', (t) => {
  const expected = [refund({ order: ['1'], days: [7, ''] })]
  for (const days of [undefined, 7, 30])
    t.true(
      judged(expected, [match('Refund status', { order: '1', ...(days && { days }) })]).exact,
      String(days),
    )
  t.false(judged(expected, [match('Refund status', { order: '1', days: 8 })]).exact)
})

test('an empty text is no value that an empty string accepts', (t) => {
  const expected = [refund({ order: ['1'], note: ['hello', ''] })]
  t.false(judged(expected, [match('Refund status', { order: '1', note: '' })]).exact)
})

test('an expected value that is absent is told as nothing', (t) => {
  t.deepEqual(judged([refund({ order: ['1'] })], [match('Refund status')]).problems, [
    'order: expected "1", got nothing',
  ])
})

test('free text holds what it is to contain and nothing that it is to be without', (t) => {
  const expected = [refund({ order: [{ contains: ['export stops', '1,000'], without: ['file a bug'] }] })]
  const exact = (order: string) => judged(expected, [match('Refund status', { order })]).exact
  t.true(exact('The export stops at 1000 rows'))
  t.true(exact('Export stops after 1,000'))
  t.false(exact('The export stops'))
  t.false(exact('File a bug: the export stops at 1,000 rows'))
})

test('what is missing is compared where the line names it, in any order', (t) => {
  const open = match('Refund status', {}, ['order'])
  t.true(judged([refund({}, ['order'])], [open]).exact)
  t.true(judged([refund({})], [open]).exact)
  t.deepEqual(judged([refund({}, [])], [open]).problems, ['missing: expected [], got ["order"]'])
  t.true(judged([refund({}, ['order', 'note'])], [match('Refund status', {}, ['note', 'order'])]).exact)
})

test('several actions are right in any order', (t) => {
  const both = [refund({ order: ['1'] }), { name: 'Incidents' }]
  t.deepEqual(judged(both, [match('Incidents'), match('Refund status', { order: '1' })]), RIGHT)
  t.false(judged(both, [match('Incidents')]).rightAction)
})

test('an action expected twice takes its values in any order, each once', (t) => {
  const twice = [refund({ order: ['1'] }), refund({ order: ['2'] })]
  const one = match('Refund status', { order: '1' })
  const two = match('Refund status', { order: '2' })
  t.deepEqual(judged(twice, [two, one]), RIGHT)
  t.deepEqual(judged(twice, [one, one]).problems, ['order: expected "2", got "1"'])
})

test('many accepted spellings are told by the first three', (t) => {
  const { problems } = judged([refund({ order: ['a', 'b', 'c', 'd'] })], [match('Refund status')])
  t.deepEqual(problems, ['order: expected "a" or "b" or "c" or …, got nothing'])
})

test('a line on which the engine failed is wrong, even where silence is right', (t) => {
  t.like(failed(expecting(), new Error('no answer')), {
    isAsking: false,
    rightAction: false,
    exact: false,
    problems: ['the engine failed: no answer'],
  })
})
