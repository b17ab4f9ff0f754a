/*
 * Words on their way to those who read along: in order, each once, in batches, and never in the way of the answer.
 */
import test from 'ava'
import { createDeltaSender } from '../../activities/send-deltas.ts'
import type { Delta } from '../../domain/workflow-contract.ts'
import { eventually } from '../support/eventually.ts'

const textOf = (deltas: Delta[]): string =>
  deltas.reduce((text, delta) => text.slice(0, delta.index) + delta.text, '')

test('sends what was said in batches, in its order, none while another is under way', async (t) => {
  const sent: Delta[] = []
  let underWay = 0
  const sender = createDeltaSender(async (delta) => {
    underWay += 1
    t.is(underWay, 1)
    await new Promise(setImmediate)
    underWay -= 1
    sent.push(delta)
  }, 3)
  const words = Array.from({ length: 50 }, (_, index) => `word${index} `)
  for (const word of words) {
    sender.add(word)
    if (word === 'word20 ') await eventually('a batch', async () => sent.length > 0)
  }
  await eventually('all of it', async () => textOf(sent) === words.join(''))
  await sender.end()
  t.true(sent.length < words.length)
  t.true(sent.every(({ attempt }) => attempt === 3))
})

test('what could not be sent comes with the next batch; after several failures nothing more is tried', async (t) => {
  const sent: Delta[] = []
  let calls = 0
  const sender = createDeltaSender(async (delta) => {
    calls += 1
    if (calls === 2 || calls > 3) throw new Error('away')
    sent.push(delta)
  }, 1)
  sender.add('one ')
  await eventually('the first', async () => sent.length === 1)
  sender.add('two ')
  await eventually('the second, tried again', async () => sent.length === 2)
  t.deepEqual(
    sent.map(({ index, text }) => [index, text]),
    [
      [0, 'one '],
      [4, 'two '],
    ],
  )
  sender.add('three')
  await eventually('failures enough', async () => calls === 6)
  sender.add('four')
  await sender.end()
  t.is(calls, 6)
})

test('nothing is sent after the end, and a call that hangs is given up', async (t) => {
  const sent: Delta[] = []
  const hanging = Promise.withResolvers<void>()
  const sender = createDeltaSender((delta, signal) => {
    sent.push(delta)
    hanging.resolve()
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))))
  }, 1)
  sender.add('one ')
  await hanging.promise
  sender.add('two ')
  await sender.end()
  sender.add('three ')
  await sender.end()
  t.is(sent.length, 1)
})

test('a character of two halves is not torn, and a long text goes in pieces', async (t) => {
  const sent: Delta[] = []
  const sender = createDeltaSender(async (delta) => sent.push(delta), 1)
  const truck = '🚚'
  sender.add(`on its way ${truck.charAt(0)}`)
  await eventually('the first', async () => sent.length === 1)
  t.is(sent[0]?.text, 'on its way ')
  sender.add(truck.charAt(1) + 'x'.repeat(20_000))
  await eventually('the rest', async () => textOf(sent) === `on its way ${truck}${'x'.repeat(20_000)}`)
  await sender.end()
  t.true(sent.every(({ text }) => text.length <= 16_000))
})
