// JSON that could be read in two ways, reach more than data, or not be kept as it is.
import test from 'ava'
import { DEEPEST } from '../../api/json/scan-json.ts'
import { parseStrictly } from '../../api/json/strict-json.ts'
import { Problem } from '../../domain/problems.ts'

const parse = (text: string | Buffer) => parseStrictly(Buffer.from(text as string))

const refused: [title: string, text: string | Buffer, status: number, detail: RegExp][] = [
  ['nothing but white space', '  ', 400, /not valid JSON/],
  ['a text', '"x"', 400, /object or array/],
  ['a number', '1', 400, /object or array/],
  ['a comment', '{/**/}', 400, /not valid JSON/],
  ['NaN', '{"a":NaN}', 400, /not valid JSON/],
  ['a second value', '{} {}', 400, /not valid JSON/],
  ['a key twice', '{"role":"chat","role":"manage"}', 400, /"role" twice/],
  ['a key twice, once escaped', '{"role":"chat","\\u0072ole":"manage"}', 400, /"role" twice/],
  ['a key twice, deep inside', '[{"a":[{"b":1,"c":{"b":2},"b":3}]}]', 400, /"b" twice/],
  ['a key twice, with white space', '{"a" : 1,\n"a"\t:2}', 400, /"a" twice/],
  ['__proto__', '{"__proto__":{"role":"admin"}}', 400, /prototype/],
  ['__proto__, escaped', '{"a":[{"\\u005f_proto_\\u005f":1}]}', 400, /prototype/],
  ['constructor with prototype', '{"a":{"constructor":{"prototype":{"x":1}}}}', 400, /prototype/],
  ['deep arrays', '['.repeat(200_000), 400, /levels deep/],
  ['deep objects', `${'{"a":'.repeat(DEEPEST + 1)}1${'}'.repeat(DEEPEST + 1)}`, 400, /levels deep/],
  ['a number that is no double', '{"a":[1,1e999]}', 422, /a\.1 is a number that is too large/],
  ['a NUL', '{"a":"x\\u0000y"}', 422, /a must not contain a NUL/],
  ['a NUL in a key', '{"a\\u0000":1}', 422, /NUL/],
  ['half of a surrogate pair', '{"a":{"b":"\\ud800"}}', 422, /a\.b must be text/],
  ['half of a surrogate pair in a key', '{"\\udc00x":1}', 422, /must be text/],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, /not UTF-8/],
  ['an overlong slash', Buffer.from([0x5b, 0x22, 0xc0, 0xaf, 0x22, 0x5d]), 400, /not UTF-8/],
  ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le'), 400, /not UTF-8/],
]
for (const [title, text, status, detail] of refused)
  test(`refuses ${title}`, (t) => {
    const problem = t.throws(() => parse(text), { instanceOf: Problem })
    t.is(problem.status, status)
    t.regex(problem.message, detail)
  })

test('reads everything else as it is', (t) => {
  for (const [text, value] of [
    ['{}', {}],
    ['[]', []],
    ['\ufeff{"a":1}', { a: 1 }],
    ['{"a":"\\"{[\\\\","b":"}"}', { a: '"{[\\', b: '}' }],
    [
      '{"a":{"x":1},"b":{"x":2},"c":[{"x":1},{"x":2}]}',
      { a: { x: 1 }, b: { x: 2 }, c: [{ x: 1 }, { x: 2 }] },
    ],
    ['{"a":"a","b":"a: b","c":["a","a"]}', { a: 'a', b: 'a: b', c: ['a', 'a'] }],
    ['{"constructor":"x","prototype":1}', { constructor: 'x', prototype: 1 }],
    ['{"a":"__proto__","😀":"\\ud83d\\ude00"}', { a: '__proto__', '😀': '😀' }],
    ['{"maximum":9223372036854775807}', { maximum: 2 ** 63 }],
    [`${'['.repeat(DEEPEST)}${']'.repeat(DEEPEST)}`, null],
  ] as const)
    if (value === null) t.notThrows(() => parse(text))
    else t.deepEqual(parse(text), value as never)
})

test('nothing reaches a prototype', (t) => {
  for (const text of ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}'])
    t.throws(() => Object.assign({}, parse(text)))
  t.false('polluted' in {})
})

test('a mebibyte of quotes, braces and backslashes takes no time', (t) => {
  for (const piece of ['"', '\\"', '{"', '{}', '""', '"a":'])
    t.throws(() => parse(piece.repeat(1_048_576 / piece.length)), { instanceOf: Problem })
})
