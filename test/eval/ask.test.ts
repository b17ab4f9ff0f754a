// A line's `before` is a session of its own: the engine gets what it would get from the API's.
import test from 'ava'
import type { Match, Understanding, UnderstandRequest } from '../../domain/language.ts'
import { ask } from '../../eval/ask.ts'
import { measure } from '../../eval/measure.ts'
import { createBuiltinEngine } from '../../language/builtin/engine.ts'
import type { LanguageEngine } from '../../language/engine.ts'
import { line, match } from './lines.ts'

const understood = (matches: Match[], content: string | null = null): Understanding => ({
  matches,
  nearest: [],
  content,
})

/** An engine that says what it is told to, one answer for each question, and keeps what it was asked. */
function engineThatSays(...answers: (Understanding | Error)[]) {
  const requests: UnderstandRequest[] = []
  const unused = (): Promise<never> => Promise.reject(new Error('not asked for here'))
  const engine: LanguageEngine = {
    name: 'builtin',
    interpret: unused,
    fill: unused,
    understand: async (request) => {
      requests.push(request)
      const answer = answers[Math.min(requests.length, answers.length) - 1]
      if (!answer || answer instanceof Error) throw answer
      return answer
    },
  }
  return { engine, requests }
}

test('a line without before is one question with its actions and its user', async (t) => {
  const { engine, requests } = engineThatSays(understood([]))
  await ask(engine, line({ user: { email: 'ada@example.com' } }))
  t.is(requests.length, 1)
  t.like(requests[0], { history: [], pending: [], user: { email: 'ada@example.com' } })
  t.deepEqual(
    requests[0]?.actions.map(({ id, name }) => [id, name]),
    [
      ['Refund status', 'Refund status'],
      ['Incidents', 'Incidents'],
    ],
  )
})

test('a value that was asked for is pending when the next message comes', async (t) => {
  const open = match('Refund status', { days: 30 }, ['order'])
  const done = match('Refund status', { order: '1042', days: 30 })
  const { engine, requests } = engineThatSays(understood([open]), understood([done]))
  const { matches } = await ask(engine, line({ before: ['Was it refunded?'], question: '1042' }))
  t.deepEqual(matches, [done])
  t.is(requests[1]?.question, '1042')
  t.deepEqual(requests[1]?.pending, [
    { action_id: 'Refund status', parameters: { days: 30 }, missing: ['order'] },
  ])
  const [asked, answer] = requests[1]?.history ?? []
  t.deepEqual(asked, { role: 'user', content: 'Was it refunded?' })
  t.regex(answer?.content ?? '', /The number of the order/)
  t.like(answer?.actions?.[0], { id: 'Refund status', status: 'needs_parameters' })
})

test('what has run is told with its values, and nothing is pending any more', async (t) => {
  const open = match('Refund status', {}, ['order'])
  const done = match('Refund status', { order: '1042' })
  const { engine, requests } = engineThatSays(understood([open]), understood([done]), understood([]))
  await ask(engine, line({ before: ['Was it refunded?', '1042'], question: 'thanks' }))
  t.deepEqual(requests[2]?.pending, [])
  t.is(requests[2]?.history.length, 4)
  t.deepEqual(requests[2]?.history[3]?.actions, [
    { id: 'Refund status', name: 'Refund status', status: 'succeeded', parameters: { order: '1042' } },
  ])
})

test('what a model said itself is in the history', async (t) => {
  const { engine, requests } = engineThatSays(understood([], 'Good morning!'), understood([]))
  await ask(engine, line({ before: ['hi'] }))
  t.is(requests[1]?.history[1]?.content, 'Good morning!')
})

test('lines do not know of each other', async (t) => {
  const { engine, requests } = engineThatSays(understood([match('Refund status', {}, ['order'])]))
  const scores = await measure(
    [line({ id: 'a' }), line({ id: 'b' })],
    () => engine,
    () => {},
  )
  t.is(scores.length, 2)
  t.like(requests[1], { history: [], pending: [] })
})

test('the built-in engine completes the action that waits for a value', async (t) => {
  const fields = { before: ['Was my order refunded, what is the refund status?'], question: '1042' }
  const { matches } = await ask(createBuiltinEngine({ now: () => new Date() }), line(fields))
  t.like(matches[0], { action_id: 'Refund status', parameters: { order: '1042' }, missing: [] })
})

test('a line on which the engine fails is wrong and the next ones are asked', async (t) => {
  const right = understood([match('Refund status', { order: '1042' })])
  const { engine } = engineThatSays(new Error('lost'), right)
  const seen: number[] = []
  const lines = [line({ id: 'a' }), line({ id: 'b' })]
  const scores = await measure(
    lines,
    () => engine,
    (all) => seen.push(all.length),
  )
  t.deepEqual(
    scores.map(({ problems }) => problems),
    [['the engine failed: lost'], []],
  )
  t.deepEqual(seen, [1, 2])
})

test('an engine that fails on five lines in a row is not asked the rest', async (t) => {
  const { engine, requests } = engineThatSays(new Error('refused'))
  const lines = Array.from({ length: 9 }, (_, index) => line({ id: `l${index}` }))
  const error = await t.throwsAsync(
    measure(
      lines,
      () => engine,
      () => {},
    ),
  )
  t.is(error?.message, 'The engine failed on 5 lines in a row, the last of them l4: refused')
  t.is(requests.length, 5)
})
