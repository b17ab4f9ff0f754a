// Values that are typed into forms: numbers as they are meant, and parameters with any name.
import test from 'ava'
import { numberText, readNumber } from '../../web/src/components/values/read-number.ts'
import { firstValues, readParameters } from '../../web/src/pages/actions/read-parameters.ts'
import { bodyOf } from '../../web/src/pages/editor/form/body-of.ts'
import { valuesOf } from '../../web/src/pages/editor/form/values-of.ts'
import { wrongValues } from '../../web/src/pages/editor/form/wrong-values.ts'
import { howOften } from '../../web/src/pages/editor/schedule/how-often.ts'
import { givenValues } from '../../web/src/pages/editor/test-panel/given-values.ts'
import { texts } from '../../web/src/texts/en/index.ts'

const read: [text: string, number: number][] = [
  ['0', 0],
  ['-0', 0],
  ['19.90', 19.9],
  ['1.', 1],
  ['.5', 0.5],
  ['+7', 7],
  ['007', 7],
  [' -2.50 ', -2.5],
  ['12345678901234', 12_345_678_901_234],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ['0.30000000000000004', 0.1 + 0.2],
  ['0.0000001', 1e-7],
]
for (const [text, number] of read)
  test(`'${text}' is ${number}`, (t) => {
    t.deepEqual(readNumber(text), { number })
  })

for (const text of ['', ' ', '-', '.', '0x10', '1e3', '1,5', '1 000', 'Infinity', 'NaN', 'seven', '1.2.3'])
  test(`'${text}' is no number`, (t) => {
    t.deepEqual(readNumber(text), { problem: texts.values.notNumber })
  })

for (const text of [
  '12345678901234567890',
  '12345678901234567000',
  '-9007199254740993',
  '9007199254740992',
  '3.14159265358979323846',
  `1${'0'.repeat(400)}`,
  `0.${'0'.repeat(400)}1`,
])
  test(`'${text.slice(0, 40)}' would become another number`, (t) => {
    t.deepEqual(readNumber(text), { problem: texts.values.tooManyDigits })
  })

test('a number is shown as it is read', (t) => {
  for (const number of [0, 7, -2.5, 1e-7, -1.25e-9, 5e-324, 0.1 + 0.2]) {
    t.deepEqual(readNumber(numberText(number)), { number })
    t.notRegex(numberText(number), /e/)
  }
  t.is(numberText(-1.5e21), '-1500000000000000000000')
})

const parameter = (
  name: string,
  type: 'string' | 'number' = 'string',
  fallback: string | number | null = null,
) => ({
  name,
  type,
  description: '',
  required: false,
  default: fallback,
})

test('a parameter may have the name of what every object has', (t) => {
  const parameters = [parameter('toString'), parameter('valueOf', 'number')]
  t.deepEqual(firstValues(parameters, {}), { toString: null, valueOf: null } as object)
  t.deepEqual(readParameters(parameters, {}), { values: {}, errors: {} })
  t.deepEqual(givenValues({ ...valuesOf(), parameters } as never, {}), {})
  const { parameters: rows } = valuesOf({ parameters, schedule: { ...valuesOf().schedule, parameters: {} } })
  t.deepEqual(
    rows.map(({ scheduled }) => scheduled),
    [null, null],
  )
  t.is(howOften('toString'), null)
})

test('a default that nobody has touched is given as it is', (t) => {
  const parameters = [parameter('mass', 'number', 1.5e21)]
  t.deepEqual(readParameters(parameters, firstValues(parameters, {})).values, { mass: 1.5e21 })
})

test('what is typed as a number is saved as one, and is wrong where it is none', (t) => {
  const values = valuesOf({ parameters: [parameter('price', 'number'), parameter('id', 'number')] })
  const typed = {
    ...values,
    parameters: values.parameters.map((row) => ({ ...row, default: '19.90', scheduled: '2.' })),
  }
  t.deepEqual(bodyOf(typed).parameters?.[0]?.default, 19.9)
  t.deepEqual(bodyOf(typed).schedule?.parameters, { price: 2, id: 2 })
  t.deepEqual(wrongValues(typed), {})
  const [price, id] = typed.parameters
  t.deepEqual(
    wrongValues({
      ...typed,
      parameters: [{ ...price, default: '12345678901234567890' }, id],
    } as typeof typed),
    {
      'parameters.0.default': texts.values.tooManyDigits,
    },
  )
})
