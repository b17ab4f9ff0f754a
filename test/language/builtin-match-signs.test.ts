// What speaks for an action and against it: each sign of language/builtin/match by itself.
import test from 'ava'
import type { OfferedAction } from '../../domain/language.ts'
import { readText } from '../../language/builtin/extract/extract.ts'
import { probability } from '../../language/builtin/match/probability.ts'
import { stem } from '../../language/builtin/match/stem.ts'
import { kindsOfVerb } from '../../language/builtin/match/verbs.ts'
import { type Ranked, rank } from '../../language/builtin/rank.ts'
import { action, catalogue, parameter, refund, understood } from './samples.ts'

const ranked = (question: string, actions: OfferedAction[]): Ranked[] =>
  rank(
    readText(question, () => new Date('2026-03-02T12:00:00Z')),
    actions,
  )

const scoreOf = (question: string, offered: OfferedAction): number =>
  ranked(question, [offered])[0]?.score ?? 0

const route = action('Route', 'When the user asks for the route to a place', [
  parameter('destination', 'City to go to'),
  parameter('vehicle', 'One of: car, bicycle, train'),
])
const shell = action('Run shell', 'When the user wants a command executed', [
  parameter('command', 'The command to execute'),
])
const songs = action('Song list', 'When the user looks for songs', [
  parameter('artist', 'Who sings them', { required: false }),
])

test('words of one stem are one word', (t) => {
  t.is(stem('invoices'), stem('invoice'))
  t.is(stem('booking'), stem('booked'))
  t.not(stem('invoice'), stem('voice'))
})

test('short words, names with digits and other scripts stay as they are', (t) => {
  for (const word of ['bus', 'rs60344', 'über', 'погода']) t.is(stem(word), word)
})

test('what is ordered is told from politeness around it', (t) => {
  const find = kindsOfVerb('find')
  t.deepEqual(kindsOfVerb('Could you please look for my parcel?'), find)
  t.deepEqual(kindsOfVerb('I would like to search something'), find)
  t.notDeepEqual(kindsOfVerb('delete my parcel'), find)
  t.is(kindsOfVerb('my parcel').size, 0)
})

test('a value from the list in a description speaks for its action', (t) => {
  t.true(scoreOf('the route to Porto by bicycle', route) > scoreOf('the route to Porto by balloon', route))
})

test('a missing value speaks against an action that needs it', (t) => {
  t.true(scoreOf('the route to Porto by train', route) > scoreOf('the route by train', route))
})

test('an action that takes free text fits what names that text', (t) => {
  t.true(scoreOf('close the editor with the command "killall vim"', shell) > 0.5)
  t.true(scoreOf('close the editor', shell) < 0.5)
})

test('an action that needs nothing and gets nothing fits less than one that gets a value', (t) => {
  t.true(scoreOf('songs by Nina Simone', songs) > scoreOf('songs', songs))
})

test('a description takes nothing from what name and trigger say', (t) => {
  const order = (description: string) => ({
    ...action('Order status', 'When the user asks where an order is, or about its status', [
      parameter('order_id', 'The number of the order', { type: 'number' }),
    ]),
    description,
  })
  const described = [
    'Looks an order up in the shop',
    'Finds parcels, deliveries, shipments, and the carriers that bring them to a customer, by their number',
  ]
  for (const question of [
    'Where is order 1042?',
    'Where is my order 1041?',
    'What is the status of order 1042?',
  ])
    for (const description of described)
      t.true(
        scoreOf(question, order(description)) >= scoreOf(question, order('')),
        `${question} ${description}`,
      )
  // What else is ordered it still speaks against.
  const remove = 'Please delete order 1042'
  for (const description of described) t.true(scoreOf(remove, order(description)) < 0.5, description)
})

test('a question for an explanation fits less than one for the thing itself', (t) => {
  t.true(
    scoreOf('How to tell the route to Porto by train', route) <
      scoreOf('Tell the route to Porto by train', route),
  )
})

test('in a catalogue, a question in the words of one action alone is asked back for what it leaves out', async (t) => {
  const { matches } = await understood('Has the refund been paid?')
  t.is(matches[0]?.action_id, refund.id)
  t.deepEqual(matches[0]?.missing, ['order_id', 'email'])
})

test('a question that two actions have the words for stands out for neither', (t) => {
  const twin = { ...refund, id: 'twin' }
  for (const { features } of ranked('Has the refund been paid?', [refund, twin, ...catalogue.slice(0, 2)]))
    t.is(features.distinct, 0)
})

test('an action is read once, and again where it has changed', (t) => {
  const question = 'the route to Porto by train'
  const before = scoreOf(question, route)
  t.is(scoreOf(question, route), before)
  t.true(
    scoreOf(question, { ...route, name: 'Opening hours', trigger: 'When the user asks for opening hours' }) <
      before,
  )
})

test('each sign moves the score in the route that it is documented', (t) => {
  const [{ features } = { features: null }] = ranked('the route to Porto by train', [route])
  if (!features) return t.fail()
  const base = probability(features)
  t.true(probability({ ...features, missing: 1 }) < base)
  t.true(probability({ ...features, explain: 1 }) < base)
  t.true(probability({ ...features, untouched: 1 }) < base)
  t.true(probability({ ...features, listed: 0 }) < base)
  t.true(probability({ ...features, distinct: 1 }) > base)
})
