import test from 'ava'
import { askForText, joinAnswers, modelFailedText, noMatchText } from '../../domain/answer-text.ts'

const NUMBER = { name: 'order_number', description: 'The number of the order.' }
const EMAIL = { name: 'customerEmail', description: '' }

test('what is missing is asked for in one question, by names that people write', (t) => {
  t.is(
    askForText('Order status', [NUMBER]),
    'To run **Order status**, I need one more thing: **order number** – The number of the order. Which is it?',
  )
  t.is(
    askForText('Refund', [NUMBER, EMAIL]),
    'To run **Refund**, I still need:\n\n- **order number** – The number of the order\n- **customer Email**\n\nCould you tell me?',
  )
})

test('the values that are known are named', (t) => {
  t.regex(
    askForText('Refund', [EMAIL], 'en', { order_id: '4711', days: 3 }),
    /^To run \*\*Refund\*\* for order id 4711 and days 3, I need one more thing/,
  )
  t.regex(
    askForText('Refund', [EMAIL], 'de', { order_id: '4711' }),
    /^Für \*\*Refund\*\* mit order id 4711 fehlt/,
  )
})

test('a value of the user stays text', (t) => {
  const text = askForText('Refund', [EMAIL], 'en', { order_id: '<b>[x](javascript:y)</b>' })
  t.notRegex(text, /<b>|[^\\]\[x\]/)
})

test('texts are in the language that is given, and in English where it is not known', (t) => {
  for (const [language, pattern] of [
    ['de', /keine Aktion gefunden.*\*\*A\*\* oder \*\*B\*\*/],
    ['de-AT', /keine Aktion gefunden/],
    ['fr', /aucune action.*\*\*A\*\* ou \*\*B\*\*/],
    ['es', /ninguna acción.*\*\*A\*\* o \*\*B\*\*/],
    ['en', /no action.*\*\*A\*\* or \*\*B\*\*/],
    ['xx', /no action/],
    ['constructor', /no action/],
    [undefined, /no action/],
  ] as const)
    t.regex(noMatchText(['A', 'B'], language), pattern)
  t.regex(modelFailedText('Warum.', 'de'), /Sprachmodell.*Warum\.$/)
  t.regex(askForText('A', [NUMBER, EMAIL], 'fr'), /il me manque encore/)
  t.regex(askForText('A', [NUMBER, EMAIL], 'es'), /me faltan/)
})

test('two runs of one action are told apart by their values', (t) => {
  t.is(
    joinAnswers([
      { name: 'Order', content: 'a', parameters: { id: '1', x: true } },
      { name: 'Order', content: 'b', parameters: { id: '2', x: true } },
      { name: 'Plan', content: 'c', parameters: { id: '1' } },
    ]),
    '### Order: 1\n\na\n\n### Order: 2\n\nb\n\n### Plan\n\nc',
  )
})
