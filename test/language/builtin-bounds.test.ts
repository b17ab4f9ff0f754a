import test from 'ava'
import fc from 'fast-check'
import { cpuMs } from '../support/cpu-time.ts'
import { answered, catalogue, parameter, understood } from './samples.ts'
import '../support/property-seed.ts'

const LENGTH = 20_000
const filled = (part: string): string => part.repeat(Math.ceil(LENGTH / part.length))
const PARTS = [
  '1,',
  "' ",
  '"',
  'a.',
  'a@',
  'Ab ',
  'two hundred and ',
  ' and what ',
  'search for ',
  ' ',
  '<',
  '<script ',
  '`',
  '[',
  'tomorrow ',
]

/** Far above what is needed, far below what time that grows with the square would take. */
const LIMIT_MS = 2_000

for (const part of PARTS) {
  test.serial(`a message of nothing but ${JSON.stringify(part)} is understood in bounded time`, async (t) => {
    const before = cpuMs()
    await understood(filled(part))
    t.true(cpuMs() - before < LIMIT_MS)
  })
  test.serial(`an output of nothing but ${JSON.stringify(part)} is answered in bounded time`, async (t) => {
    const before = cpuMs()
    await answered({ output: `<html>${filled(part).repeat(10)}` })
    await answered({ output: filled(part).repeat(10) })
    t.true(cpuMs() - before < LIMIT_MS)
  })
}

/** As whoever makes an output may nest it: no recursion gets to its end. */
for (const [opening, inside, closing] of [
  ['[', '', ']'],
  ['{"a":', '1', '}'],
  ['{"a":1,"rows":[', '', ']}'],
  ['{"a":[[', '1', ']]}'],
] as const)
  for (const depth of [150, 3_000, 30_000])
    test(`an output of ${depth} times ${opening} is answered with its text`, async (t) => {
      const output = opening.repeat(depth) + inside + closing.repeat(depth)
      const answer = await answered({ output })
      t.true(answer.replaceAll('\\[', '[').includes(opening.repeat(100)))
      const inAnError = { code: 'http_error', message: 'The service answered with status 500.' } as const
      t.regex(await answered({ output, error: inAnError }), /status 500/)
    })

test('any message is understood without an error, into values of the right type for offered actions', async (t) => {
  const words = fc.constantFrom(
    'order',
    'weather',
    'in',
    'Berlin',
    '12',
    '$5',
    'convert',
    'to',
    'EUR',
    '"x"',
    'a@b.org',
    '?',
    'and',
    'tomorrow',
  )
  const message = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(words).map((list) => list.join(' ')),
  )
  await fc.assert(
    fc.asyncProperty(message, async (question) => {
      for (const { action_id, parameters, missing, score } of (await understood(question)).matches) {
        const offered = catalogue.find(({ id }) => id === action_id)
        t.truthy(offered)
        t.true(score > 0 && score <= 1)
        for (const one of offered?.parameters ?? []) {
          const value = parameters[one.name]
          if (value !== undefined) t.is(typeof value, one.type)
          else t.true(missing.includes(one.name) || !one.required)
        }
      }
    }),
    { numRuns: 200 },
  )
})

test('parameters with the names of object members are ordinary parameters', async (t) => {
  const odd = {
    id: 'odd',
    name: 'Odd report',
    description: '',
    trigger: 'When the user wants the odd report',
    parameters: [parameter('constructor'), parameter('toString')],
  }
  const { matches } = await understood('odd report please', { actions: [odd] })
  t.deepEqual(matches[0]?.missing, ['constructor', 'toString'])
})
