import test from 'ava'
import type { Parameter } from '../../domain/action.ts'
import { soundMatches } from '../../domain/answer-plan.ts'
import type { Match, OutputReference } from '../../domain/language.ts'

const parameter = (name: string, rest: Partial<Parameter> = {}): Parameter => ({
  name,
  type: 'string',
  description: '',
  required: true,
  default: null,
  ...rest,
})
const action = (id: string) => ({
  id,
  parameters: [parameter('ref'), parameter('unit', { required: false, default: 'EUR' })],
})
const ACTIONS = ['a', 'b', 'c', 'd', 'e'].map(action)

const from = (source: OutputReference['source'], name = 'ref'): OutputReference => ({
  parameter: name,
  source,
  what: 'its reference',
})
const match = (action_id: string, from_outputs: OutputReference[] = [], parameters = {}): Match => ({
  action_id,
  score: 1,
  parameters: { unit: 'EUR', ...parameters },
  missing: [],
  ...(from_outputs.length > 0 && { from_outputs }),
})

/** Where each match takes its reference from, after the check; what is missing as a list. */
const shape = (matches: Match[]) =>
  soundMatches(matches, ACTIONS).map(({ from_outputs, missing }) => [
    (from_outputs ?? []).map(({ source }) => source),
    missing,
  ])

test('a chain of three actions stands', (t) => {
  t.deepEqual(shape([match('a', [], { ref: '1' }), match('b', [from(0)]), match('c', [from(1)])]), [
    [[], []],
    [[0], []],
    [[1], []],
  ])
})

test('a fourth round is refused, whatever the order in which the actions are named', (t) => {
  const chain = [match('a', [], { ref: '1' }), match('b', [from(0)]), match('c', [from(1)])]
  t.deepEqual(shape([...chain, match('d', [from(2)])])[3], [[], ['ref']])
  const backwards = [
    match('d', [from(1)]),
    match('c', [from(2)]),
    match('b', [from(3)]),
    match('a', [], { ref: '1' }),
  ]
  const open = shape(backwards).filter(([sources]) => sources?.length === 0)
  t.is(open.length, 2)
})

test('what waits for itself, directly or in a circle, is missing', (t) => {
  t.deepEqual(shape([match('a', [from(0)])]), [[[], ['ref']]])
  const circle = shape([match('a', [from(1)]), match('b', [from(2)]), match('c', [from(0)])])
  t.is(circle.filter(([sources]) => sources?.length === 0).length, 1)
})

test('references to nothing, and for parameters that are not there, are dropped', (t) => {
  for (const reference of [
    from(7),
    from(-1),
    from(0.5),
    from(0, 'other'),
    from('earlier_answers', 'constructor'),
  ])
    t.deepEqual(shape([match('a', [], { ref: '1' }), match('b', [reference])])[1], [[], ['ref']])
})

test('an action that is not offered goes, and references keep leading to the same ones', (t) => {
  const matches = [match('gone'), match('a', [], { ref: '1' }), match('b', [from(1)]), match('c', [from(0)])]
  t.deepEqual(shape(matches), [
    [[], []],
    [[0], []],
    [[], ['ref']],
  ])
})

test('a value wins over a reference, a default does not', (t) => {
  const [, valued, defaulted] = soundMatches(
    [
      match('a', [], { ref: '1' }),
      match('b', [from(0)], { ref: '2' }),
      match('c', [from(0, 'unit')], { ref: '3' }),
    ],
    ACTIONS,
  )
  t.deepEqual(valued, match('b', [], { ref: '2' }))
  t.deepEqual(defaulted?.parameters, { ref: '3' })
  t.deepEqual(defaulted?.from_outputs, [from(0, 'unit')])
})

test('a default comes back where its reference is dropped', (t) => {
  const lost: Match = {
    action_id: 'a',
    score: 1,
    parameters: { ref: '1' },
    missing: [],
    from_outputs: [from(9, 'unit')],
  }
  t.deepEqual(soundMatches([lost], ACTIONS)[0]?.parameters, { ref: '1', unit: 'EUR' })
})

test('a parameter is taken from one place only', (t) => {
  t.deepEqual(shape([match('a', [], { ref: '1' }), match('b', [from(0), from('earlier_answers')])])[1], [
    [0],
    [],
  ])
})

test('earlier answers need no round', (t) => {
  const matches = [match('a', [from('earlier_answers')]), match('b', [from(0)]), match('c', [from(1)])]
  t.deepEqual(shape(matches), [
    [['earlier_answers'], []],
    [[0], []],
    [[1], []],
  ])
})

test('a question starts ten actions at most, and none waits for one beyond', (t) => {
  const many = Array.from({ length: 500 }, (_, number) => match('a', [], { ref: String(number) }))
  const found = soundMatches([match('b', [from(12)]), ...many], ACTIONS)
  t.is(found.length, 10)
  t.like(found[0], { action_id: 'b', missing: ['ref'] })
  t.is(found[0]?.from_outputs, undefined)
})
