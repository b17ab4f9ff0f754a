/*
 * The index that thousands of actions are looked up in before a few are weighed closely.
 */
import test from 'ava'
import { readText } from '../../language/builtin/extract/extract.ts'
import { tokensOf } from '../../language/builtin/match/tokens.ts'
import { nearestActions } from '../../language/builtin/nearest.ts'
import { createActionIndex } from '../../language/index/action-index.ts'
import { shortlist } from '../../language/index/shortlist.ts'
import { manyActions, manyQuestions } from '../support/many-actions.ts'
import { action, catalogue, parameter, understood } from './samples.ts'

const MANY = 5_000
const SHORT = 50

const idsOf = (actions: { id: string }[]): string[] => actions.map(({ id }) => id)
const wordsOf = (question: string) => readText(question, () => new Date()).tokens

test('of 5,000 actions the right one is among the fifty that are weighed, for at least 99 of 100 questions', (t) => {
  const actions = manyActions(MANY)
  const asked = manyQuestions(500, MANY)
  const missed = asked.filter(
    ({ question, id }) => !idsOf(shortlist(wordsOf(question), actions, SHORT)).includes(id),
  )
  t.true(missed.length <= 5, missed.map(({ question }) => question).join('\n'))
})

test('what weighing all of a thousand actions finds, weighing the fifty nearest finds, too', async (t) => {
  const actions = manyActions(1_000)
  const lost: string[] = []
  for (const { question, id } of manyQuestions(12, 1_000)) {
    // In parts of fifty all are weighed: none is looked up in the index.
    const parts = Array.from({ length: actions.length / SHORT }, (_, part) =>
      actions.slice(part * SHORT, (part + 1) * SHORT),
    )
    const winners = new Set(parts.map((part) => nearestActions(question, part)[0]))
    const finalists = actions.filter((one) => winners.has(one.id))
    const [best] = nearestActions(question, finalists)
    const found = (await understood(question, { actions })).matches[0]?.action_id
    if (best === id && found !== id) lost.push(`${question}: ${found}`)
  }
  t.deepEqual(lost, [])
})

test('few actions are all weighed, in their order', (t) => {
  const actions = manyActions(SHORT)
  t.is(shortlist(wordsOf('Cancel the order'), actions, SHORT), actions)
})

test('a question in words that no action has still leaves some to choose from', (t) => {
  const actions = manyActions(200)
  t.is(shortlist(wordsOf('xylophone'), actions, SHORT).length, SHORT)
  t.is(shortlist([], actions, SHORT).length, SHORT)
})

test('finds other words for the same thing, other forms of a word, and words of parameters', (t) => {
  const rates = action('Rates', 'When the user wants money converted', [
    parameter('amount', 'How many pesos'),
  ])
  const index = createActionIndex()
  index.update([...catalogue, rates])
  const first = (question: string) => index.nearest(tokensOf(question))[0]?.id
  t.is(first('forecast'), 'weather')
  t.is(first('refunded'), 'refund-status')
  t.is(first('pesos'), 'rates')
})

test('an action that is added, changed or removed is, and nothing else is read again', (t) => {
  const [first, second, third] = [
    action('A', 'When the user asks for apples'),
    action('B', 'When the user asks for bananas'),
    action('C', 'When the user asks for cherries'),
  ]
  const index = createActionIndex()
  t.deepEqual(index.update([first, second]), [first, second])
  t.deepEqual(index.update([first, second]), [])
  const changed = { ...second, trigger: 'When the user asks for dates' }
  t.deepEqual(index.update([first, changed, third]), [changed, third])
  t.deepEqual(index.nearest(tokensOf('bananas')), [])
  t.deepEqual(index.nearest(tokensOf('dates')), [changed])
  t.deepEqual(index.update([third]), [])
  t.deepEqual(index.nearest(tokensOf('apples')), [])
  t.deepEqual(index.nearest(tokensOf('cherries')), [third])
})

test('a guru finds its own actions only, also where another has the same', (t) => {
  const mine = manyActions(100)
  const theirs = manyActions(100)
  const question = wordsOf('Cancel the order in Stripe')
  const found = [shortlist(question, mine, SHORT), shortlist(question, theirs, SHORT)]
  t.true(found[0]?.every((one) => mine.includes(one)))
  t.true(found[1]?.every((one) => theirs.includes(one)))
  t.deepEqual(idsOf(found[0] ?? []), idsOf(found[1] ?? []))
})

test('two parts of a question find an action each among thousands', async (t) => {
  const actions = manyActions(MANY)
  const asked = [1_717, 2_620].map((nth) => manyQuestions(MANY, MANY)[nth])
  const question = asked.map((one) => one?.question.replace(/\?$/, '')).join(' and then ')
  const { matches } = await understood(question, { actions })
  t.deepEqual(matches.map((one) => one.action_id).sort(), asked.map((one) => one?.id ?? '').sort(), question)
})
