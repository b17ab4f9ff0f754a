// How a run's output is laid out where it is JSON.
import test from 'ava'
import fc from 'fast-check'
import { formatJson } from '../../web/src/components/run/format-json.ts'

test('each member has a line of its own, and numbers stay as they were written', (t) => {
  t.is(
    formatJson('{"a":42.0,"b":[12345678901234567890,{"c":"x, {y}: \\"z\\""}],"d":[],"e":{}}'),
    `{
  "a": 42.0,
  "b": [
    12345678901234567890,
    {
      "c": "x, {y}: \\"z\\""
    }
  ],
  "d": [],
  "e": {}
}`,
  )
})

test('what would become far too long is left as it is', (t) => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  t.truthy(formatJson(nested(100)))
  for (const depth of [101, 30_000]) t.is(formatJson(nested(depth)), null)
  t.is(formatJson(`${'['.repeat(90)}${'1,'.repeat(100_000)}1${']'.repeat(90)}`), null)
})

test('what is no object or array is left as it is', (t) => {
  for (const text of ['', 'text', '42', '"a"', '{"a":', '[1] and more']) t.is(formatJson(text), null, text)
})

test('it means the same, and looks as JSON does', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        t.is(formatJson(JSON.stringify(value)), JSON.stringify(value, null, 2))
      }),
    ),
  )
})
