/*
 * What `match` says of each action: by words and values, for whoever wrote the action.
 */
import test from 'ava'
import type { UnderstandRequest } from '../../domain/language.ts'
import type { Explanation } from '../../language/explain/explain.ts'
import { explain } from '../../language/explain/explain.ts'
import { manyActions } from '../support/many-actions.ts'
import { action, catalogue, parameter, request, understood } from './samples.ts'

async function explained(question: string, rest: Partial<UnderstandRequest> = {}): Promise<Explanation> {
  const { matches } = await understood(question, rest)
  return explain('builtin', request(question, rest), matches)
}

const of = ({ considered }: Explanation, id: string) => considered.find(({ action_id }) => action_id === id)

test('a match names the words, the values and what it had to reach', async (t) => {
  const explanation = await explained('Where is my order 1042?')
  t.is(explanation.threshold, 0.5)
  const [first] = explanation.considered
  t.like(first, { action_id: 'order-status', matched: true })
  const because = first?.because.join('\n') ?? ''
  t.regex(because, /The question shares 'order' with its trigger\./)
  t.regex(because, /Found of what it needs: order_number \(1042\)\./)
  t.regex(because, /It matched: 0\.\d\d is at least 0\.50\./)
})

test('another action is told which was nearer', async (t) => {
  const other = of(await explained('Was the refund for order 77 paid to kim@example.com?'), 'order-status')
  t.false(other?.matched)
  t.regex(other?.because.join('\n') ?? '', /'Refund status' was nearer, with 0\.\d\d\./)
})

test('values that are missing are named, with what must be reached without them', async (t) => {
  const transfer = action(
    'Wire transfer',
    'When the user wants to wire money from one bank account to another',
    [
      parameter('iban', 'The IBAN of the receiver'),
      parameter('amount', 'How many euros', { type: 'number' }),
    ],
  )
  const because = (await explained('Which bank is nearby?', { actions: [transfer] })).considered[0]?.because
  t.true(because?.includes('Not found of what it needs: iban and amount.'), because?.join('\n'))
  t.regex(because?.join('\n') ?? '', /0\.\d\d is below 0\.\d\d, which it must reach/)
})

test('a word of the same meaning is shown with the word that it stands for', async (t) => {
  const found = of(await explained('Give me the forecast for Paris'), 'weather')
  t.true(found?.because.includes("'forecast' is close to 'weather', which is in its trigger."))
  t.false(found?.because.some((sentence) => sentence.startsWith('It says nothing of')))
})

test('without a common word it says so, and nothing matched', async (t) => {
  const { considered } = await explained('Sing about dogs')
  t.true(considered.every(({ matched }) => !matched))
  t.true(considered[0]?.because[0]?.startsWith('The question shares no word with it'))
})

test('a question for an explanation is named as one', async (t) => {
  const found = of(await explained('What is a refund?'), 'refund-status')
  t.true(found?.because.some((sentence) => sentence.includes('asked for an explanation')))
})

test('what follows from the session is said to', async (t) => {
  const pending = [{ action_id: 'weather', parameters: {}, missing: ['city'] }]
  const explanation = await explained('Paris', { pending })
  t.like(explanation.considered[0], { action_id: 'weather', matched: true })
  t.regex(explanation.considered[0]?.because.join('\n') ?? '', /goes on from an earlier one/)
})

test('a question in another language is explained by the words that it was read as', async (t) => {
  const because = of(await explained('Wo ist meine Bestellung 1042?'), 'order-status')?.because ?? []
  t.regex(because[0] ?? '', /^The question was read as '.*order.*'\.$/)
  t.true(because.includes("The question shares 'order' with its trigger."), because.join('\n'))
  t.true(because.includes('Found of what it needs: order_number (1042).'))
})

test('where a model decides there is no threshold, and its reasons are not made up', (t) => {
  const match = { action_id: 'weather', score: 1, parameters: { city: 'Paris' }, missing: [] }
  const { considered, threshold } = explain('model', request('Do I need an umbrella in Paris?'), [match])
  t.is(threshold, null)
  t.like(considered[0], { action_id: 'weather', matched: true })
  t.true((considered[0]?.score ?? 1) < 1)
  t.regex(considered[0]?.because.at(-1) ?? '', /^The language model chose it\./)
  t.regex(considered[1]?.because.at(-1) ?? '', /^The language model did not choose it\./)
})

test('of thousands of actions the nearest ten are explained, a match among them', (t) => {
  const actions = manyActions(2_000)
  const far = actions.at(-1)
  const match = { action_id: far?.id ?? '', score: 1, parameters: {}, missing: [] }
  const { considered } = explain('builtin', { question: 'Cancel order A-1 in Stripe', actions }, [match])
  t.is(considered.length, 10)
  t.like(considered[0], { action_id: far?.id, matched: true })
})

test('no more is considered than there is', async (t) => {
  t.is((await explained('Where is order 5?')).considered.length, catalogue.length)
  t.deepEqual((await explained('Where is order 5?', { actions: [] })).considered, [])
})
