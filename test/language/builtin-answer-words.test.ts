import test from 'ava'
import { RUN_ERRORS } from '../../domain/run-errors.ts'
import { answered } from './samples.ts'

const order = JSON.stringify({
  shipped: true,
  shipped_at: '2026-03-02T14:30:00Z',
  due: '2026-03-05',
  total: 1249.9,
  currency: 'eur',
  items_count: 12345,
  order_number: 1234567,
})

test('dates, money and counts are written as people write them, numbers of things stay', async (t) => {
  const answer = await answered({ output: order }, 'How is the order?')
  t.regex(answer, /Shipped at\*\*: 2 March 2026, 14:30 UTC/)
  t.regex(answer, /Due\*\*: 5 March 2026/)
  t.regex(answer, /Total\*\*: 1,249\.90 EUR/)
  t.regex(answer, /Items count\*\*: 12,345/)
  t.regex(answer, /Order number\*\*: 1234567/)
})

test('a German question gets the same in German', async (t) => {
  const answer = await answered({ output: order }, 'Wie ist der Stand der Bestellung?')
  t.regex(answer, /Shipped\*\*: ja/)
  t.regex(answer, /2\. März 2026, 14:30 UTC/)
  t.regex(answer, /Total\*\*: 1\.249,90 EUR/)
})

test('a German question leads to the field that it names', async (t) => {
  const answer = await answered(
    { output: '{"name":"Ann","phone":"1","delivery_address":"Main St 1"}' },
    'Wie lautet die Lieferadresse?',
  )
  t.regex(answer, /^\*\*GitHub profile\*\*:\n\n- \*\*Delivery address\*\*/)
})

test('texts that are no dates stay as they are', async (t) => {
  const answer = await answered({ output: '{"a":"2026-13-01","b":"2026-02-30","c":"1042-1043"}' })
  t.regex(answer, /2026-13-01[\s\S]*2026-02-30[\s\S]*1042-1043/)
})

test('what failed, is empty, or was left is told in the language of the question', async (t) => {
  const german = 'Wo ist meine Bestellung?'
  t.regex(await answered({ output: '[]' }, german), /Die Liste ist leer/)
  t.regex(await answered({ output: '' }, german), /lief ohne Fehler/)
  t.regex(await answered({ output: '[]' }, 'Où est ma commande ?'), /La liste est vide/)
  t.regex(await answered({ output: '[]' }, '¿Dónde está mi pedido?'), /La lista está vacía/)
  const failed = { code: 'timeout', message: 'Too slow.' } as const
  t.regex(await answered({ error: failed }, german), /hat nicht funktioniert: Too slow\.[\s\S]*erhöhen/)
  t.true((await answered({ error: failed }, 'Où est ma commande ?')).includes(RUN_ERRORS.timeout.hint))
})

const events = JSON.stringify([
  { title: 'b', created_at: '2026-02-01' },
  { title: 'c', created_at: '2026-03-01' },
  { title: 'a', created_at: '2026-01-01' },
])
const titles = (answer: string): string =>
  [...answer.matchAll(/^(?:\|| ?-) ([abc]) /gm)].map(([, title]) => title).join('')

const WISHES: [string, string][] = [
  ['Most recent first', 'cba'],
  ['Show the newest ones first', 'cba'],
  ['Oldest first', 'abc'],
  ['Most recent first, at most two', 'cb'],
  ['Only the first 2', 'bc'],
  ['At most 1', 'b'],
  ['Give the title and when it was created', 'bca'],
  ['Neueste zuerst, höchstens zwei', 'cb'],
]
for (const [usage_instructions, expected] of WISHES)
  test(`"${usage_instructions}" is heeded in lists`, async (t) => {
    t.is(titles(await answered({ output: events, usage_instructions })), expected)
  })

test('who wants a number only gets no table, who wants points gets points', async (t) => {
  t.is(
    await answered({ output: events, usage_instructions: 'Say only how many' }),
    '**GitHub profile**: 3 entries',
  )
  t.is(titles(await answered({ output: events, usage_instructions: 'As a bullet list' })), 'bca')
  t.regex(await answered({ output: events, usage_instructions: 'As a bullet list' }), /^- b – /m)
})

test('one fact alone, or all as a table', async (t) => {
  t.is(
    await answered({ output: order, usage_instructions: 'Give only the total' }),
    '**GitHub profile**:\n\n- **Total**: 1,249.90 EUR',
  )
  t.regex(
    await answered({ output: '{"a":1,"b":"x|y"}', usage_instructions: 'As a table' }),
    /\| \*\*A\*\* \| 1 \|\n\| \*\*B\*\* \| x\\\|y \|/,
  )
})
